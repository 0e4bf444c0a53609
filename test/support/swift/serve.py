"""The four servers of OpenStack Swift in one process, over a folder of its own.

Usage: serve.py FOLDER PORT KEY SECRET. Prints "ready" when it listens. One device, one replica, no memcached.
"""

import os
import sys

from swift.common import utils

# else it wants /etc/swift/swift.conf, which belongs to the machine
utils.HASH_PATH_SUFFIX = b"berth"
utils.eventlet_monkey_patch()

import eventlet
from eventlet import wsgi
from swift.common.ring import RingBuilder
from swift.common.wsgi import SwiftHttpProtocol, loadapp

BACKENDS = ("account", "container", "object")

COMMON = """
[DEFAULT]
user = root
devices = {folder}/devices
swift_dir = {folder}
mount_check = false
log_level = ERROR
"""

BACKEND = """
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
conn_timeout = 30
node_timeout = 30
container_update_timeout = 30
fallocate_reserve = 0
"""

# the cache is wanted by tempauth, and nobody answers on port 1: each question goes to the servers
PROXY = """
[pipeline:main]
pipeline = catch_errors cache s3api tempauth copy slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
conn_timeout = 30
node_timeout = 30
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
"""


def main(folder, port, key, secret):
    os.makedirs(f"{folder}/devices/d1", exist_ok=True)
    for kind in BACKENDS:
        socket = eventlet.listen(("127.0.0.1", 0))
        make_ring(folder, kind, socket.getsockname()[1])
        serve(socket, load(folder, kind, BACKEND.format(kind=kind)))
    account, user = key.split(":")
    proxy = load(folder, "proxy", PROXY.format(account=account, user=user, secret=secret))
    serving = serve(eventlet.listen(("127.0.0.1", int(port))), proxy)
    print("ready", flush=True)
    serving.wait()


def make_ring(folder, kind, port):
    builder = RingBuilder(4, 1, 0)
    device = {"id": 0, "region": 1, "zone": 1, "weight": 1, "device": "d1", "ip": "127.0.0.1", "port": port}
    builder.add_dev(device)
    builder.rebalance()
    builder.get_ring().save(f"{folder}/{kind}.ring.gz")


def load(folder, name, text):
    path = f"{folder}/{name}.conf"
    with open(path, "w") as file:
        file.write(COMMON.format(folder=folder) + text)
    return loadapp(path, global_conf={"log_name": name})


def serve(socket, app):
    quiet = open(os.devnull, "w")
    return eventlet.spawn(wsgi.server, socket, app, log=quiet, protocol=SwiftHttpProtocol, max_size=256)


main(*sys.argv[1:])
