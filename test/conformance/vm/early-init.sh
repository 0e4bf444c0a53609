#!/bin/busybox sh
# First process of the initial RAM disk: the host's root, read-only by 9p and writable in memory, becomes the guest's.
set -e
/bin/busybox mkdir -p /proc /host /memory /root
/bin/busybox mount -t proc proc /proc
while read -r module; do /bin/busybox insmod "/modules/$module"; done </modules/order
/bin/busybox mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=512000,cache=loose host /host
/bin/busybox mount -t tmpfs -o size=75% tmpfs /memory
/bin/busybox mkdir /memory/upper /memory/work
/bin/busybox mount -t overlay -o lowerdir=/host,upperdir=/memory/upper,workdir=/memory/work overlay /root
/bin/busybox umount /proc
/bin/busybox mkdir -p /root/vm
/bin/busybox cp /request /guest*.sh /root/vm/
read -r start </start
exec /bin/busybox switch_root /root /bin/sh "/vm/$start"
