#!/bin/sh
# Builds the program of a release, and the list of what is compiled into it: `deploy/build.sh`.
#
# Writes target/dist/feedmill and target/dist/feedmill.cdx.json (CycloneDX 1.5). Both are made of the sources, the compilers and
# Cargo.lock alone, and are the same byte for byte in whatever folder, by whomever and whenever they are built.
# Needs cargo-cyclonedx: `cargo install --locked cargo-cyclonedx@0.5.9`.
set -eu
cd "$(dirname "$0")/.."
house=$PWD

# No folder of the machine stands in the program, nor the day in the list.
RUSTFLAGS="--remap-path-prefix=$house=. --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
SOURCE_DATE_EPOCH=0
export RUSTFLAGS SOURCE_DATE_EPOCH

cargo build --profile dist --locked --bin feedmill
cargo cyclonedx --quiet --format json --spec-version 1.5 --override-filename feedmill.cdx
sed "s#path+file://$house#path+file:///source#g" feedmill.cdx.json >target/dist/feedmill.cdx.json
rm feedmill.cdx.json
