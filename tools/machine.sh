#!/usr/bin/env bash
# Brings the Debian packages the tests can use: `tools/machine.sh browser postgresql`.
# Installs only what is missing, only as root, only where apt is; otherwise says what is missing and leaves it at that.
set -u

missing=()
for want in "$@"; do
    case "$want" in
        browser)
            [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || missing+=(chromium fonts-liberation fonts-dejavu-core)
            ;;
        postgresql)
            compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
            ;;
        *)
            echo "tools/machine.sh: '$want' is unknown; it knows browser and postgresql." >&2
            exit 2
            ;;
    esac
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing on this machine: ${missing[*]}. Tests that need them will be skipped; to run them, install these packages."
    exit 0
fi

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for attempt in 1 2 3; do
    if { apt-get -q update && apt-get -o DPkg::Lock::Timeout=120 install -q -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        echo "Installed: ${missing[*]}."
        exit 0
    fi
    echo "apt failed (attempt $attempt of 3): $(grep -E '^(E|Err)' "$log" | head -1)" >&2
    [ "$attempt" -lt 3 ] && sleep $((attempt * 5))
done
tail -15 "$log" >&2
echo "Could not install: ${missing[*]}. Tests that need them will be skipped." >&2
exit 0
