"""Makes a folder with one of everything that a layer may hold; argument: where."""
import os
import sys

root = sys.argv[1]
deep = "/".join(["a-rather-long-name-of-a-folder"] * 6)


def write(path, data, mode=0o644, owner=(0, 0)):
    with open(os.path.join(root, path), "wb") as file:
        file.write(data)
    os.chown(os.path.join(root, path), *owner)
    os.chmod(os.path.join(root, path), mode)


for path, mode, owner in [("bin", 0o755, (0, 0)), ("tmp", 0o1777, (0, 0)), ("home/app", 0o2750, (1000, 1000)), (deep, 0o755, (0, 0)), ("名字", 0o700, (65535, 65535)), ("empty", 0o555, (33, 33))]:
    os.makedirs(os.path.join(root, path), exist_ok=True)
    os.chown(os.path.join(root, path), *owner)
    os.chmod(os.path.join(root, path), mode)

write("bin/su", os.urandom(300_000), 0o4755)
write("bin/wall", b"x", 0o2755, (0, 5))
write("bin/ping", b"ping", 0o755)
os.setxattr(os.path.join(root, "bin/ping"), "security.capability", bytes.fromhex("0100000200200000000000000000000000000000"))
os.setxattr(os.path.join(root, "bin/ping"), "user.note", b"a\0b=\n\xff")
write("home/app/secret", b"s" * 513, 0o400, (1000, 1000))
write("名字/文件", "内容".encode())
write(deep + "/" + "f" * 200, b"long")
write(os.fsdecode(b"latin-\xe9"), b"not utf-8")
write("zero", b"")
os.link(os.path.join(root, "bin/su"), os.path.join(root, "home/app/su-again"))
os.symlink("../bin/su", os.path.join(root, "empty/su"))
os.symlink("/" + deep, os.path.join(root, "deep"))
os.lchown(os.path.join(root, "deep"), 1000, 1000)
os.mkfifo(os.path.join(root, "pipe"), 0o622)
os.utime(os.path.join(root, "zero"), ns=(0, 123_456_789))
os.utime(os.path.join(root, "home"), ns=(0, 1_000_000_000))
