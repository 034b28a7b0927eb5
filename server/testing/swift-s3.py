"""OpenStack Swift with its S3 API in one process, for tests: swift-s3.py FOLDER. Prints its port when it answers."""

import logging
import os
import sys

import eventlet

eventlet.monkey_patch()

from eventlet import wsgi  # noqa: E402
from swift.common import utils  # noqa: E402

folder = sys.argv[1]
with open(os.path.join(folder, "swift.conf"), "w") as conf:
    conf.write("[swift-hash]\nswift_hash_path_suffix = test\n")
utils.SWIFT_CONF_FILE = os.path.join(folder, "swift.conf")
utils.set_swift_dir(folder)
utils.HASH_PATH_SUFFIX = b"test"

from swift.account import server as account  # noqa: E402
from swift.common.middleware import catch_errors, gatekeeper, listing_formats, slo, tempauth  # noqa: E402
from swift.common.middleware.s3api import s3api  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.wsgi import SwiftHttpProtocol  # noqa: E402
from swift.container import server as container  # noqa: E402
from swift.obj import server as objects  # noqa: E402
from swift.proxy import server as proxy  # noqa: E402


class Cache:
    """Stands where memcached would: the pipeline insists on one."""

    def __init__(self):
        self.kept = {}

    def get(self, key, *_args, **_kwargs):
        return self.kept.get(key)

    def set(self, key, value, *_args, **_kwargs):
        self.kept[key] = value

    def incr(self, key, delta=1, *_args, **_kwargs):
        self.kept[key] = self.kept.get(key, 0) + delta
        return self.kept[key]

    def delete(self, key, *_args, **_kwargs):
        self.kept.pop(key, None)


def with_cache(app):
    cache = Cache()

    def middleware(env, start_response):
        env["swift.cache"] = cache
        return app(env, bodiless(start_response) if env["REQUEST_METHOD"] == "HEAD" else start_response)

    return middleware


def bodiless(start_response):
    """Without a length this eventlet ends the answer to a HEAD with an empty chunk, which breaks the next answer."""

    def start(status, headers, *rest):
        sized = any(name.lower() == "content-length" for name, _ in headers)
        return start_response(status, headers if sized else [*headers, ("Content-Length", "0")], *rest)

    return start


silent = logging.getLogger("silent")
silent.addHandler(logging.NullHandler())
silent.propagate = False


def serve(sock, app):
    eventlet.spawn(wsgi.server, sock, app, silent, protocol=SwiftHttpProtocol)


def ring(name, port):
    builder = RingBuilder(0, 1, 0)
    device = {"id": 0, "zone": 0, "weight": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "region": 0}
    builder.add_dev({**device, "replication_ip": "127.0.0.1", "replication_port": port, "meta": ""})
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, f"{name}.ring.gz"))


devices = os.path.join(folder, "devices")
os.makedirs(os.path.join(devices, "disk"), exist_ok=True)
storage = {"devices": devices, "mount_check": "false", "swift_dir": folder, "log_facility": "", "log_level": "CRITICAL"}
sockets = {name: eventlet.listen(("127.0.0.1", 0)) for name in ("account", "container", "object", "proxy")}
for name in ("account", "container", "object"):
    ring(name, sockets[name].getsockname()[1])
serve(sockets["account"], account.app_factory(storage))
serve(sockets["container"], container.app_factory({**storage, "allow_versions": "true"}))
serve(sockets["object"], objects.app_factory(storage))

named = {"__name__": "proxy-server", "__file__": utils.SWIFT_CONF_FILE}
app = proxy.app_factory({**storage, **named, "account_autocreate": "true"})
for make, options in (
    (slo.filter_factory, {}),
    (tempauth.filter_factory, {"user_test_tester": f"{os.environ['S3_TEST_SECRET']} .admin"}),
    (s3api.filter_factory, {"s3_acl": "false", "check_bucket_owner": "false", "location": "us-east-1"}),
    (listing_formats.filter_factory, {}),
):
    app = make({**storage, **options})(app)
app = gatekeeper.filter_factory(storage)(with_cache(app))
serve(sockets["proxy"], catch_errors.filter_factory(storage)(app))
print(sockets["proxy"].getsockname()[1], flush=True)
# The parent's end of this pipe closes when it dies, however it dies.
while eventlet.tpool.execute(sys.stdin.readline):
    pass
