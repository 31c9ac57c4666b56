#!/bin/sh
# Fetches Debian's radosgw, with the monitor and the store that it needs, into a folder. Nothing is installed.
# usage: fetch.sh <folder>
set -eu
folder=$1
if [ -x "$folder/root/usr/bin/radosgw" ]; then exit 0; fi
mkdir -p "$folder/archives/partial" "$folder/root"
apt-get install --yes --no-install-recommends --download-only \
  -o Debug::NoLocking=1 -o "Dir::Cache=$folder" radosgw ceph-mon ceph-osd
for package in "$folder"/archives/*.deb; do dpkg-deb --extract "$package" "$folder/root"; done
