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
# With all that a test asks of it: an engine that cannot do that is none.
mkdir "$root/w"
podman run --rm --network none --cap-drop ALL --security-opt no-new-privileges --shm-size 64m --user "$(id -u):$(id -g)" \
  --mount "type=bind,source=$root/w,target=$root/w" --mount "type=bind,source=$root/etc,target=$root/etc,readonly" --workdir "$root/w" \
  --entrypoint python3 "$name" -c 'import json, socket; open("x", "w")' >/dev/null
printf 'FROM %s\n' "$name" | podman build --quiet --tag git-exp-test:2 - >/dev/null
echo "$name"
