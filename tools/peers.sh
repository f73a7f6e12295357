#!/usr/bin/env bash
# Installs the Debian packages that `npm run test:interop`, `npm run test:system` and `npm run bench` hold Wireloom
# against. Needs root. Starts no service. Running it again costs a second.
set -euo pipefail

PACKAGES=(graphviz iproute2 iputils-ping lldpd mininet bridge-utils procps tshark util-linux)

missing=()
for package in "${PACKAGES[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo 'all peers are installed' >&2
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "tools/peers.sh: run it as root to install: ${missing[*]}" >&2
  exit 1
fi
echo "installing: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
# RUNLEVEL=1 keeps packages from starting their services.
RUNLEVEL=1 apt-get -qq update
RUNLEVEL=1 apt-get -qq -y install --no-install-recommends "${missing[@]}"
