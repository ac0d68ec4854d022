#!/usr/bin/env bash
# The main job on the bundled examples, in a throw-away repository; then what plain git sees of it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PATH="$dir/bin:$PATH" GIT_EXP_LEDGER='' GIT_PAGER=cat
mkdir "$dir/bin" && ln -s "$root/bin/git-exp.js" "$dir/bin/git-exp"

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; "$@"; }

git init -q "$dir/nlp-project"
cd "$dir/nlp-project"
git config user.name 'Example Engineer'
git config user.email engineer@example.com
cp "$root"/examples/*.json "$root"/examples/*.py .
git add . && git commit -qm 'Train the tweet classifier'

say git exp init --template text-classification
say git exp record tweets_baseline.json
say git exp record support_emails.json
say git exp tag latest~1 keep
say git exp ls --sort -metrics.dev.macro_f1
say git exp show latest
say git exp diff latest~1 latest
say git exp log
printf '\n\033[1m# and with nothing but git:\033[0m\n'
say git log --format='%h %an %s' exp-ledger
run=$(git ls-tree -r --name-only exp-ledger runs/ | grep run.yaml | head -n 1)
say git show "exp-ledger:$run"
