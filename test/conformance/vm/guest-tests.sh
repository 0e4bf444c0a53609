# A disk of its own at /tmp, and the tests that /vm/request names after project, checkout, folder of Node, and folder of
# kernel modules. The report goes to the second serial port.
{ read -r project && read -r checkout && read -r node && read -r modules; } </vm/request
# the disk at /tmp would cover a checkout that lies below it
mkdir -p /vm/checkout
mount --bind "$checkout" /vm/checkout
mkdir -p /run/netns "/lib/modules/$(uname -r)"
mount --bind "$modules" "/lib/modules/$(uname -r)"
export PATH="$node:$checkout/node_modules/.bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME=/root CI=1 TERM=dumb NO_COLOR=1
export BERTH_TEST_EXTRAS=vm,guest
for module in virtio_blk ext4 veth bridge nf_tables nft_ct loop; do modprobe "$module"; done
mkfs.ext4 -q /dev/vda
mount /dev/vda /tmp
mkdir -p "$checkout"
mount --bind /vm/checkout "$checkout"
ip link set lo up
cd "$checkout"
sed 1,4d /vm/request | xargs -d '\n' vitest run "--project=$project" --reporter=default --reporter=json --outputFile.json=/tmp/report.json
cat /tmp/report.json >/dev/ttyS1
sync
echo o >/proc/sysrq-trigger
sleep 60
