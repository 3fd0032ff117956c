#!/bin/bash
# Unpacks Debian packages of a suite, and all that they need, into a folder that can be a root of its own.
# Nothing of the machine's own packages changes, and no maintainer's script runs.
#
# usage: root.sh DIR SUITE PACKAGE...
set -euo pipefail
dir=$1 suite=$2
shift 2
made=$dir.tmp apt=$dir.apt
trap 'rm -rf "$apt"' EXIT
rm -rf "$made" "$apt"
mkdir -p "$made"/usr/{bin,sbin,lib,lib64} "$made"/{dev,etc,proc,tmp} \
    "$apt"/{empty,state/lists/partial,cache/archives/partial}
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$made/$folder"; done

# The mirror that the machine itself uses, in either form that apt knows, but not that of security alone.
mirror() {
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk -v RS= -F'\n' '
        !/(^|\n)Enabled: *no/ && /(^|\n)Types:[^\n]*deb( |\n|$)/ {
            for (i = 1; i <= NF; i++) if ($i ~ /^URIs:/) { split($i, word, " +"); print word[2] }
        }'
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        awk '$1 == "deb" { sub(/\[[^]]*\]/, ""); print $2 }'
}
from=$(mirror | grep -v security | head -n 1 || true)
if [ -z "$from" ]; then
    echo "the machine's apt sources name no mirror: is this a Debian?" >&2
    exit 1
fi

echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $from $suite main" >"$apt/sources.list"
: >"$apt/state/status"
cat >"$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "$apt/empty";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$apt/empty";
Dir::State "$apt/state";
Dir::State::status "$apt/state/status";
Dir::Cache "$apt/cache";
APT::Install-Recommends "false";
APT::Keep-Downloaded-Packages "true";
Binary::apt-get::APT::Keep-Downloaded-Packages "true";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "1";
DPkg::Post-Invoke "";
CONF
export APT_CONFIG=$apt/apt.conf
apt-get -qq update
apt-get -qq -y --download-only install "$@" >/dev/null
for package in "$apt"/cache/archives/*.deb; do dpkg-deb -x "$package" "$made"; done

# Written last: a root without it was not made to its end.
{
    echo "$suite $*"
    for package in "$apt"/cache/archives/*.deb; do basename "$package" .deb; done
} >"$made/made-of.txt"
rm -rf "$dir"
mv "$made" "$dir"
