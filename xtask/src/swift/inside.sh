# Runs a command with a folder as its root, in which the workspace and the files for a while have the places
# that they have outside. The mounts go away with the process.
#
# usage: bash -c "$(cat inside.sh)" inside ROOT WORKSPACE COMMAND...   (by `unshare --mount`)
set -euo pipefail
root=$1 workspace=$2
shift 2
mkdir -p "$root$workspace"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind /tmp "$root/tmp"
mount --bind "$workspace" "$root$workspace"
exec chroot "$root" /usr/bin/env --chdir="$workspace" "$@"
