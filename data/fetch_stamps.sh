#!/bin/sh
# Brings StampBench's pictures and sounds to data/stamps, without root: Debian's packages
# tuxpaint-stamps-default and mate-backgrounds (208 MB) are downloaded and unpacked, not installed.
# Does nothing where they are there already: in $TAVIS_STAMPS, in the system, or in data/stamps.
# They go below the folder that is given, or else below the repository.
set -eu
cd "${1:-$(dirname "$0")/..}"

fail() {
    cat >&2 <<END
fetch_stamps: $1
StampBench needs the stamps of Tux Paint. One of these helps:
  - install the Debian or Ubuntu packages tuxpaint-stamps-default and mate-backgrounds (as root: apt-get install ...)
  - bring their two .deb files from another machine and unpack them here, so that data/stamps/usr/share/tuxpaint/stamps
    exists: dpkg-deb -x FILE.deb data/stamps, or without dpkg-deb: ar x FILE.deb; tar -C data/stamps -xf data.tar.xz
  - set TAVIS_STAMPS to a folder tuxpaint/stamps of your own
  - train on drawn figures, which need no download: make train DATASET=drawn, or tavis-train --dataset drawn
END
    exit 1
}

# Whether one of the folders given holds something.
filled() { for folder; do [ -n "$(ls -A "$folder" 2>/dev/null)" ] && return 0; done; return 1; }

stamps=usr/share/tuxpaint/stamps
backgrounds=usr/share/backgrounds/mate
need=
if [ -n "${TAVIS_STAMPS:-}" ]; then
    filled "$TAVIS_STAMPS" || fail "TAVIS_STAMPS is $TAVIS_STAMPS, which is no folder with stamps in it."
    filled "$TAVIS_STAMPS/../../backgrounds/mate" && exit 0
else
    filled "/$stamps" "data/stamps/$stamps" || need=tuxpaint-stamps-default
fi
filled "/$backgrounds" "data/stamps/$backgrounds" || need="$need mate-backgrounds"
[ -n "$need" ] || exit 0

# The photographs alone are no reason to stop: without them the backgrounds are textures.
give_up() {
    case "$need" in *tuxpaint*) fail "$1" ;; esac
    echo "fetch_stamps: $1 Going on without the background photographs of mate-backgrounds." >&2
    exit 0
}
for tool in apt-get dpkg-deb; do
    command -v "$tool" >/dev/null || give_up "there is no $tool on this machine, so the Debian packages can't be fetched."
done

mkdir -p data/stamps
work=$(mktemp -d "$PWD/data/stamps/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
echo "fetching the stamps to data/stamps:" $need
cd "$work"
# First with the system's package lists. If it has none, or old ones, with lists of our own.
own_lists() {
    mkdir -p state/lists/partial cache/archives/partial
    set -- -qq -o "Dir::State=$work/state" -o "Dir::State::status=/var/lib/dpkg/status" -o "Dir::Cache=$work/cache" \
        -o "APT::Sandbox::User=$(id -un)"
    apt-get "$@" update && apt-get "$@" download $need
}
apt-get -qq -o "APT::Sandbox::User=$(id -un)" download $need 2>first.log || own_lists >second.log 2>&1 || {
    tail -n 3 first.log second.log >&2
    cd ../../..
    give_up "apt-get could not download$(printf ' %s' $need) (no network, or a system that doesn't have these packages?)."
}
mkdir tree
for deb in *.deb; do dpkg-deb -x "$deb" tree; done
cd ../../..

# Each folder is moved in one step, so that an interrupted run leaves none half full.
take() {
    [ -d "$work/tree/$1" ] || return 0
    mkdir -p "data/stamps/$(dirname "$1")"
    rm -rf "data/stamps/$1"
    mv "$work/tree/$1" "data/stamps/$1"
}
for package in $need; do take "usr/share/doc/$package"; done
take "$backgrounds"
take "$stamps"
filled "/$stamps" "data/stamps/$stamps" "${TAVIS_STAMPS:-}" || fail "the package tuxpaint-stamps-default held no /$stamps."
