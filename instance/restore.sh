#!/usr/bin/env bash
# Bring the last backup back: instance/restore.sh FOLDER. With the site stopped, and no data in its place.
set -euo pipefail

[ $# -eq 1 ] || { echo "Usage: instance/restore.sh FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "$0")/.." && pwd)
var="$here/instance/var"
[ -d "$1/database" ] || { echo "$1 holds no backup." >&2; exit 1; }
[ ! -e "$var/filestorage/Data.fs" ] || { echo "instance/var holds a site: move it away first." >&2; exit 1; }
mkdir -p "$var/filestorage" "$var/blobstorage" "$var/log"

"$here/.venv/bin/repozo" --recover --repository "$1/database" --output "$var/filestorage/Data.fs"
cp -R "$1/blobstorage/." "$var/blobstorage/"
echo "Restored from $1."
echo "Once it runs: bin/instance run instance/new_epoch.py, so that no partner misses what this backup lacks."
