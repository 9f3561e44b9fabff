"""The headers of every page: one source for this project's server and the hosts' files."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import escape

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ADMIN = "admin/"
# The form for staff adds its styles by script, shows what is uploaded, and saves to GitHub.
ADMIN_POLICY = POLICY | {
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob: https://avatars.githubusercontent.com",
    "connect-src": "'self' data: blob: https://api.github.com",
}
# Ignored in a meta element, https://www.w3.org/TR/CSP3/#meta-element
ONLY_IN_HEADERS = {"frame-ancestors"}
CSP = "Content-Security-Policy"
_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def policy(form_service: str | None = None) -> dict[str, str]:
    """Return the policy by directive; forms may be sent to FORM_SERVICE besides this site."""
    service = urlsplit(form_service or "")
    return POLICY | (
        {"form-action": f"{POLICY['form-action']} {service.scheme}://{service.netloc}"}
        if form_service
        else {}
    )


def headers(form_service: str | None = None) -> dict[str, str]:
    """Return every header by its name, for a site whose forms go to FORM_SERVICE."""
    return {CSP: _policy_text(policy(form_service))} | _HEADERS


def for_several_states() -> dict[str, str]:
    """Return the headers for the sites of several states on one host.

    Each of their pages states the rest of its own policy.
    """
    return {
        CSP: _policy_text(
            {name: value for name, value in POLICY.items() if name in ONLY_IN_HEADERS}
        )
    } | _HEADERS


def _policy_text(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


TEXTS = {  # what is text, and so lies compressed beside itself
    ".css": "text/css",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vcf": "text/vcard",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
# What is compressed by itself.
PACKED = {".pdf": "application/pdf", ".png": "image/png", ".woff2": "font/woff2"}
FOR_GOOD = "public, max-age=31536000, immutable"
LOOK_AGAIN = "no-cache"
ADMIN_HEADERS = {CSP: _policy_text(ADMIN_POLICY)}  # in place of those of the pages


def meta_policy(form_service: str | None = None) -> str:
    """Return the policy for a meta element, for hosts that send no headers."""
    return _policy_text(
        {name: value for name, value in policy(form_service).items() if name not in ONLY_IN_HEADERS}
    )


def for_live_reload(page: bytes) -> bytes:
    """Return PAGE with a policy that allows the inline script of `mkdocs serve`."""
    scripts = f"script-src {POLICY['script-src']}"
    return page.replace(escape(scripts).encode(), escape(f"{scripts} 'unsafe-inline'").encode(), 1)


def admin_meta_policy() -> str:
    """Return the policy of the form for staff for a meta element."""
    return _policy_text(
        {name: value for name, value in ADMIN_POLICY.items() if name not in ONLY_IN_HEADERS}
    )


def netlify(
    pages: dict[str, str], tops: Iterable[str] = (), for_good: Iterable[str] = ("/assets/",)
) -> str:
    """Return `_headers` for Netlify and Cloudflare Pages.

    Browsers ask again for all but what is FOR_GOOD. Where rules overlap these hosts send the values
    of both, and a browser keeps to both policies. So where the form for staff is offered, the
    pages' policy is given to each of TOPS, the files and folders beside the form's.
    """
    rules = [
        ["/*", *_lines({name: value for name, value in pages.items() if not tops or name != CSP})]
    ]
    rules += [
        [
            f"/{top}*" if top.endswith("/") else f"/{top}",
            *_lines(ADMIN_HEADERS if top == ADMIN else {CSP: pages[CSP]}),
        ]
        for top in sorted(tops)
    ]
    rules += [[f"{folder}*", f"  Cache-Control: {FOR_GOOD}"] for folder in for_good]
    return "\n\n".join("\n".join(rule) for rule in rules) + "\n"


# Below any folder, as a site may lie below a path of its host.
_HASHED = r"/assets/[^/]+\.[0-9a-f]{10}\.[a-z]+$"


def _lines(headers: dict[str, str]) -> list[str]:
    return [f"  {name}: {value}" for name, value in headers.items()]


def apache(form_service: str | None = None, base: str = "/") -> str:
    """Return `.htaccess` for Apache (2.4, mod_headers, mod_rewrite) and a site below BASE."""
    always = "\n".join(
        f'  Header always set {name} "{value}"' for name, value in headers(form_service).items()
    )
    staff = "\n".join(
        f'    Header always set {name} "{value}"' for name, value in ADMIN_HEADERS.items()
    )
    types = "\n".join(f"AddType {kind} {suffix}" for suffix, kind in TEXTS.items())
    packed = "\n".join(
        f"  RewriteRule \\{suffix}\\.(br|gz)$ - [T={kind},E=no-gzip:1,E=no-brotli:1]"
        for suffix, kind in TEXTS.items()
    )
    return f"""# Made by imhsite build.
ErrorDocument 404 /404.html
DirectoryIndex index.html
AddDefaultCharset utf-8
AddCharset utf-8 {" ".join(TEXTS)}
{types}
<IfModule mod_headers.c>
{always}
  <If "%{{REQUEST_URI}} =~ m#^{base}{ADMIN}#">
{staff}
  </If>
  Header set Cache-Control "{LOOK_AGAIN}"
  <FilesMatch "\\.[0-9a-f]{{10}}\\.(css|js|svg|png)(\\.br|\\.gz)?$">
    Header set Cache-Control "{FOR_GOOD}"
  </FilesMatch>
  <FilesMatch "\\.br$">
    Header set Content-Encoding br
  </FilesMatch>
  <FilesMatch "\\.gz$">
    Header set Content-Encoding gzip
  </FilesMatch>
  Header append Vary Accept-Encoding
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond %{{HTTP:Accept-Encoding}} \\bbr\\b
  RewriteCond %{{REQUEST_FILENAME}}.br -f
  RewriteRule ^(.*)$ $1.br [L]
  RewriteCond %{{HTTP:Accept-Encoding}} \\bgzip\\b
  RewriteCond %{{REQUEST_FILENAME}}.gz -f
  RewriteRule ^(.*)$ $1.gz [L]
{packed}
</IfModule>
"""


def nginx(
    site: str, pages: dict[str, str], name: str = "_", port: int = 80, base: str = "/"
) -> str:
    """Return a server block for nginx that sends the folder SITE with the headers PAGES.

    It needs version 1.18 and gzip_static. The pages of SITE lie below BASE. A page that is missing
    is looked up under /404.html, so that it is not kept for good where an asset is.
    """
    always = "\n".join(
        f'    add_header {header} "{value}" always;'
        for header, value in pages.items()
        if header != CSP
    )
    types = "\n".join(f"        {kind} {suffix[1:]};" for suffix, kind in (TEXTS | PACKED).items())
    # nginx counts text/html among them by itself.
    charset_types = " ".join(kind for kind in TEXTS.values() if kind != "text/html")
    return f"""# Made by imhsite hosting nginx: put it into /etc/nginx/conf.d/.
map $uri $cache_rule {{
    default "{LOOK_AGAIN}";
    "~{_HASHED}" "{FOR_GOOD}";
}}
map $uri $policy {{
    default "{pages[CSP]}";
    "~^{base}{ADMIN}" "{ADMIN_HEADERS[CSP]}";
}}
server {{
    listen {port};
    server_name {name};
    root "{site}";
    server_tokens off;
    absolute_redirect off;
    charset utf-8;
    charset_types {charset_types};
    types {{
{types}
    }}
    gzip_static on;
    gzip_vary on;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=20000 inactive=60s;
    open_file_cache_valid 5s;
    error_page 404 {base}404.html;
    add_header Cache-Control $cache_rule always;
    add_header {CSP} $policy always;
{always}
    location / {{
        try_files $uri @folder;
    }}
    location ~ /$ {{
        try_files ${{uri}}index.html =404;
    }}
    location @folder {{
        if (-f $document_root$uri/index.html) {{
            return 301 $uri/$is_args$args;
        }}
        return 404;
    }}
}}
"""


def caddy(site: str, pages: dict[str, str], name: str = "localhost", base: str = "/") -> str:
    """Return a Caddyfile that sends the folder SITE with the headers PAGES.

    It needs Caddy 2.4. The pages of SITE lie below BASE. It names types, as Caddy knows only those
    that its system knows, and adds the last slash itself, as Caddy loses what is asked after a "?":
    to plain names alone, since a path such as "//example.org/../programs" would lead to another
    host. A block of headers that also takes one away, or sets one only where it is missing, is not
    sent with errors; so these stand apart.
    """
    always = "\n".join(
        f'        {header} "{value}"' for header, value in pages.items() if header != CSP
    )
    types = "\n".join(
        f"    @{suffix[1:]} {{\n        path *{suffix}\n        file\n    }}\n"
        f'    header @{suffix[1:]} Content-Type "{kind}; charset=utf-8"'
        for suffix, kind in TEXTS.items()
        if suffix != ".html"
    )
    return f"""# Made by imhsite hosting caddy.
{name} {{
    root * "{site}"
    header {{
{always}
    }}
    header -Server
    header ?Vary Accept-Encoding
    @staff path {base}{ADMIN}*
    @pages not path {base}{ADMIN}*
    header @staff {CSP} "{ADMIN_HEADERS[CSP]}"
    header @pages {CSP} "{pages[CSP]}"
    @hashed path_regexp {_HASHED}
    @others not path_regexp {_HASHED}
    header @hashed Cache-Control "{FOR_GOOD}"
    header @others Cache-Control "{LOOK_AGAIN}"
{types}
    @folder {{
        expression {{path}}.matches("^(/[A-Za-z0-9_-]+)+$")
        file {{path}}/index.html
    }}
    @asked expression {{query}} != ""
    route @folder {{
        redir @asked {{path}}/?{{query}} permanent
        redir {{path}}/ permanent
    }}
    file_server {{
        precompressed br gzip
    }}
    handle_errors {{
        rewrite * {base}404.html
        header Cache-Control "{LOOK_AGAIN}"
        header -Server
        header ?Vary Accept-Encoding
        file_server {{
            precompressed br gzip
        }}
    }}
}}
"""
