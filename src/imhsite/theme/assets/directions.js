// Directions open the map that the phone has. Where it has none, the link leads to one on the web.

/** Let LINK open the map that the phone has, where it has one. */
function lead(link) {
  const place = encodeURIComponent(link.dataset.place);
  if (/Android/.test(navigator.userAgent)) link.href = `geo:0,0?q=${place}`;
  else if (/iPhone|iPad|Macintosh/.test(navigator.userAgent)) link.href = `https://maps.apple.com/?daddr=${place}`;
}

document.querySelectorAll("[data-place]").forEach(lead);
