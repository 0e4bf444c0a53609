# What the guest runs: control groups of version 2 alone, a disk of its own at /tmp, and the tests that /vm/request names
# after checkout, folder of Node, and folder of kernel modules. The report goes to the second serial port.
{ read -r checkout && read -r node && read -r modules; } </vm/request
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
# the disk at /tmp would cover a checkout that lies below it
mkdir -p /vm/checkout
mount --bind "$checkout" /vm/checkout
mount -t tmpfs tmpfs /run
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mkdir -p /run/netns "/lib/modules/$(uname -r)"
mount --bind "$modules" "/lib/modules/$(uname -r)"
export PATH="$node:$checkout/node_modules/.bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME=/root CI=1 TERM=dumb NO_COLOR=1
for module in virtio_blk ext4 veth bridge nf_tables nft_ct loop; do modprobe "$module"; done
mkfs.ext4 -q /dev/vda
mount /dev/vda /tmp
mkdir -p "$checkout"
mount --bind /vm/checkout "$checkout"
ip link set lo up
# a group of one's own, as on a real host: the root group's processes do not count as anybody's
mkdir /sys/fs/cgroup/tests && echo $$ >/sys/fs/cgroup/tests/cgroup.procs
cd "$checkout"
sed 1,3d /vm/request | xargs -d '\n' vitest run --project=integration --reporter=default --reporter=json --outputFile.json=/tmp/report.json
cat /tmp/report.json >/dev/ttyS1
sync
echo o >/proc/sysrq-trigger
sleep 60
