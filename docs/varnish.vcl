# Varnish 6.5 or later before the site, purged by tag (docs/cdn.md). Needs the module xkey, which
# Debian and Ubuntu have in the package varnish-modules.
vcl 4.1;

import xkey;

# The site itself.
backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# Who may purge, at an address of its own (varnishd -a site=:80 -a purge=10.0.0.5:6081): the machines
# that the site's workers run on. At the address that visitors come to nobody may: behind a TLS
# terminator on the same machine all of them come from 127.0.0.1.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (local.socket != "purge" || client.ip !~ purgers) {
            return (synth(403, "Forbidden"));
        }
        if (req.http.xkey-purge) {
            set req.http.purged = xkey.purge(req.http.xkey-purge);
            return (synth(200, "Purged " + req.http.purged));
        }
        return (purge);
    }
    # Whatever ends TLS stands before Varnish. The site believes what it is told here.
    set req.http.X-Forwarded-Proto = "https";
    # Whoever has a session, or the key to a private page, is answered by the site itself. (So is
    # whoever sends Authorization: Varnish sees to that.)
    if (req.http.Cookie ~ "(^|; )(__Host-)?sessionid=" || req.http.X-Page-Access || req.url ~ "^/admin/") {
        return (pass);
    }
    # All other cookies are none of its business.
    unset req.http.Cookie;
}

sub vcl_backend_response {
    # The module looks for tags here.
    set beresp.http.xkey = beresp.http.Surrogate-Key;
}

sub vcl_deliver {
    unset resp.http.xkey;
    # Remove these two lines where another cache in front is purged by tag as well.
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
}
