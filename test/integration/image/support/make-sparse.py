"""Sparse files below a folder: a hole alone, many pieces, and one that ends with a hole."""
import os
import sys

root = sys.argv[1]
MIB = 1024 * 1024

with open(os.path.join(root, "hole"), "wb") as file:
    file.truncate(8 * MIB)
with open(os.path.join(root, "pieces"), "wb") as file:
    for i in range(60):
        file.seek(i * 128 * 1024)
        file.write(b"%d" % i * 100)
with open(os.path.join(root, "tail"), "wb") as file:
    file.write(b"begin")
    file.truncate(8 * MIB)
