"""Prints everything about every file below a folder, one JSON line each, in the order of names; argument: where."""
import hashlib
import json
import os
import stat
import sys

root = os.fsencode(sys.argv[1])


def describe(path):
    info = os.lstat(path)
    link, file = stat.S_ISLNK(info.st_mode), stat.S_ISREG(info.st_mode)
    return {
        "path": os.path.relpath(path, root).decode("latin-1"),
        "mode": oct(info.st_mode),
        "owner": [info.st_uid, info.st_gid],
        "device": info.st_rdev,
        "links": info.st_nlink,
        "time": info.st_mtime_ns,
        "target": os.readlink(path).decode("latin-1") if link else None,
        "content": hashlib.sha256(open(path, "rb").read()).hexdigest() if file else None,
        "xattrs": {name: os.getxattr(path, name, follow_symlinks=False).hex() for name in sorted(os.listxattr(path, follow_symlinks=False))},
    }


found = [root]
for folder, folders, files in os.walk(root):
    found += [os.path.join(folder, name) for name in folders + files]
for path in sorted(found):
    print(json.dumps(describe(path)))
