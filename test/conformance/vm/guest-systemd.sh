# What a guest with systemd runs: nothing of the host's units, the tests as a service.
cat >/etc/systemd/system/vm-tests.service <<'UNIT'
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
ExecStart=/bin/sh /vm/guest-tests.sh
StandardOutput=tty
StandardError=tty
TTYPath=/dev/console
TimeoutStartSec=infinity
UNIT
cat >/etc/systemd/system/vm-tests.target <<'UNIT'
[Unit]
DefaultDependencies=no
Requires=vm-tests.service
UNIT
exec /lib/systemd/systemd --unit=vm-tests.target
