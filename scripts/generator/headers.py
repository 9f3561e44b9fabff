"""The headers that every page is sent with: one source for this project's server and for the hosts' files."""

from __future__ import annotations

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
ONLY_IN_HEADERS = {"frame-ancestors"}  # ignored in a meta element, https://www.w3.org/TR/CSP3/#meta-element

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FOR_GOOD = "public, max-age=31536000, immutable"
LOOK_AGAIN = "no-cache"


def meta_policy() -> str:
    """Return the policy for a meta element, for hosts that send no headers."""
    return "; ".join(f"{name} {value}" for name, value in POLICY.items() if name not in ONLY_IN_HEADERS)


def netlify() -> str:
    """Return the file `_headers` of Netlify and Cloudflare Pages."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in HEADERS.items()), f"  Cache-Control: {LOOK_AGAIN}"]
    return "\n".join([*lines, "", "/assets/*", "  ! Cache-Control", f"  Cache-Control: {FOR_GOOD}", ""])


def apache() -> str:
    """Return the file `.htaccess` of Apache (2.4, with mod_headers and mod_rewrite)."""
    always = "\n".join(f'  Header always set {name} "{value}"' for name, value in HEADERS.items())
    return f"""# Made by scripts/build.
ErrorDocument 404 /404.html
DirectoryIndex index.html
AddType application/manifest+json .webmanifest
AddType application/geo+json .geojson
AddType text/calendar .ics
AddDefaultCharset utf-8
<IfModule mod_headers.c>
{always}
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
  RewriteRule \\.html\\.(br|gz)$ - [T=text/html,E=no-gzip:1,E=no-brotli:1]
  RewriteRule \\.css\\.(br|gz)$ - [T=text/css,E=no-gzip:1,E=no-brotli:1]
  RewriteRule \\.js\\.(br|gz)$ - [T=text/javascript,E=no-gzip:1,E=no-brotli:1]
  RewriteRule \\.json\\.(br|gz)$ - [T=application/json,E=no-gzip:1,E=no-brotli:1]
  RewriteRule \\.svg\\.(br|gz)$ - [T=image/svg+xml,E=no-gzip:1,E=no-brotli:1]
</IfModule>
"""


def nginx(site: str, name: str = "_", port: int = 80) -> str:
    """Return a server block for nginx (1.22 or later; `brotli_static` where its module is there) that serves the folder SITE."""
    always = "\n".join(f'    add_header {header} "{value}" always;' for header, value in HEADERS.items())
    return f"""# Made by scripts/hosting nginx: put it into /etc/nginx/conf.d/.
map $uri $cache_rule {{
    default "{LOOK_AGAIN}";
    "~*/assets/" "{FOR_GOOD}";
}}
server {{
    listen {port};
    server_name {name};
    root {site};
    charset utf-8;
    charset_types text/html text/css text/javascript application/json application/xml text/plain image/svg+xml;
    types {{
        text/html html;
        text/calendar ics;
        text/css css;
        text/csv csv;
        text/javascript js;
        application/json json;
        application/geo+json geojson;
        application/xml xml;
        application/manifest+json webmanifest;
        image/svg+xml svg;
        image/png png;
        text/plain txt;
    }}
    gzip_static on;
    gzip_vary on;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=20000 inactive=60s;
    open_file_cache_valid 5s;
    error_page 404 /404.html;
    add_header Cache-Control $cache_rule always;
{always}
    location / {{
        try_files $uri $uri/index.html =404;
    }}
    location ~ [^/]$ {{
        try_files $uri @slash;
    }}
    location @slash {{
        if (-f $document_root$uri/index.html) {{
            return 301 $uri/;
        }}
        return 404;
    }}
}}
"""


def caddy(site: str, name: str = "localhost") -> str:
    """Return a Caddyfile (Caddy 2) that serves the folder SITE."""
    always = "\n".join(f'        {header} "{value}"' for header, value in HEADERS.items())
    return f"""# Made by scripts/hosting caddy.
{name} {{
    root * {site}
    header {{
{always}
        Cache-Control "{LOOK_AGAIN}"
    }}
    header /assets/* Cache-Control "{FOR_GOOD}"
    file_server {{
        precompressed br gzip
    }}
    handle_errors {{
        rewrite * /404.html
        file_server
    }}
}}
"""
