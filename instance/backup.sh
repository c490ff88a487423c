#!/usr/bin/env bash
# Back up the database and the blobs: instance/backup.sh FOLDER. The site keeps running.
# The database comes first: a blob that is written meanwhile is in the copy without being asked for; the
# reverse, a page whose file is not in the copy, cannot happen.
set -euo pipefail

[ $# -eq 1 ] || { echo "Usage: instance/backup.sh FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "$0")/.." && pwd)
var="$here/instance/var"
[ -f "$var/filestorage/Data.fs" ] || { echo "No Data.fs under instance/var: on PostgreSQL use pg_dump." >&2; exit 1; }
mkdir -p "$1/database" "$1/blobstorage"

"$here/.venv/bin/repozo" --backup --gzip --quick --repository "$1/database" --file "$var/filestorage/Data.fs"
# Blobs never change once written: only new ones are copied, and none that a restore may ask for is deleted.
target=$(cd "$1/blobstorage" && pwd)
cd "$var/blobstorage"
find . -type f -not -path './tmp/*' | while read -r blob; do
  [ -e "$target/$blob" ] && continue
  mkdir -p "$target/$(dirname "$blob")"
  cp -p "$blob" "$target/$blob.part"
  mv "$target/$blob.part" "$target/$blob"
done
echo "Backed up to $1, $(date -u +%Y-%m-%dT%H:%M:%SZ)."
