# What a guest without an init runs: a small system with control groups of version 2 alone, then the tests.
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
mount -t cgroup2 cgroup2 /sys/fs/cgroup
# a group of one's own, as on a real host: the root group's processes do not count as anybody's
mkdir /sys/fs/cgroup/tests && echo $$ >/sys/fs/cgroup/tests/cgroup.procs
exec /bin/sh /vm/guest-tests.sh
