#!/usr/bin/env bash
# An image for the tests of `reproduce --env docker`, out of this machine's own python3 and the libraries that it loads: no registry is asked.
# Prints the image's name; fails where no engine can make one.
set -euo pipefail
name=git-exp-test:1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

read -r python library <<<"$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable), os.path.dirname(os.__file__))')"
mkdir -p "$root"/{tmp,etc,usr/bin} "$root$(dirname "$python")" "$root$(dirname "$library")"
chmod 1777 "$root/tmp"
cp "$python" "$root$python"
tar -C "$(dirname "$library")" --exclude=site-packages --exclude=test --exclude=__pycache__ --exclude='*.a' -c "$(basename "$library")" |
  tar -C "$root$(dirname "$library")" -x
ldd "$python" "$library"/lib-dynload/*.so 2>/dev/null | grep -o '/[^ :]*\.so[^ :]*' | sort -u | while read -r file; do
  mkdir -p "$root$(dirname "$file")"
  cp -n "$file" "$root$file" 2>/dev/null || true
done
ln -sf "$python" "$root/usr/bin/python3"
tar -C "$root" -c . | podman import --quiet --change 'ENV PATH=/usr/bin' - "$name" >/dev/null
podman run --rm --network none "$name" python3 -c 'import json, socket' >/dev/null
echo "$name"
