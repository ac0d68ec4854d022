import type {DataNeed} from '../../../../src/model/data-needs'
import {bringCommand} from '../../../../src/usecases/data/bring-command'
import {hubAddress} from '../../../../src/usecases/data/hub-address'

const COMMIT = 'a'.repeat(40)
const need = (fields: Partial<DataNeed>): DataNeed => ({role: 'data', ...fields})

test.each<[Partial<DataNeed>, object | undefined]>([
  [{uri: 'hf://org/name'}, {kind: 'model', id: 'org/name'}],
  [
    {uri: 'hf://org/name', revision: COMMIT},
    {kind: 'model', id: 'org/name', revision: COMMIT},
  ],
  [
    {uri: 'hf://org/name', revision: `org/name@${COMMIT}`},
    {kind: 'model', id: 'org/name', revision: COMMIT},
  ],
  [{uri: 'hf://gpt2'}, {kind: 'model', id: 'gpt2'}],
  [{uri: `hf://gpt2@${COMMIT}/config.json`}, {kind: 'model', id: 'gpt2', revision: COMMIT, file: 'config.json'}],
  [{uri: 'hf://datasets/org/n@main/a/b.csv'}, {kind: 'dataset', id: 'org/n', revision: 'main', file: 'a/b.csv'}],
  [{uri: 'hf://datasets/org/n@refs/pr/1/b.csv'}, {kind: 'dataset', id: 'org/n', revision: 'refs/pr/1', file: 'b.csv'}],
  [{uri: 'hf://datasets/org/n@refs%2Fpr%2F1/b'}, {kind: 'dataset', id: 'org/n', revision: 'refs/pr/1', file: 'b'}],
  [
    {path: 'data/x.csv', from: 'hf://datasets/org/n/x.csv'},
    {kind: 'dataset', id: 'org/n', file: 'x.csv'},
  ],
  [
    {uri: 'https://huggingface.co/datasets/org/n/resolve/main/x.csv?download=true'},
    {kind: 'dataset', id: 'org/n', revision: 'main', file: 'x.csv'},
  ],
  [
    {path: 'models/base', revision: `org/name@${COMMIT}`},
    {kind: 'model', id: 'org/name', revision: COMMIT},
  ],
  [
    {path: 'org/name', revision: COMMIT},
    {kind: 'model', id: 'org/name', revision: COMMIT},
  ],
  [{path: 'data/x.csv', revision: 'v3'}, undefined],
  [{uri: 's3://b/x'}, undefined],
  [{uri: 'hf://../../etc/passwd'}, undefined],
  [{uri: 'hf://org/..@main/x'}, undefined],
  [{uri: 'hf://org/name@../../x/y'}, undefined],
  [{uri: 'hf://org/name@main/../../../x'}, undefined],
  [{uri: 'hf://org/name@%2e%2e%2f%2e%2e/x'}, undefined],
  [{uri: 'hf://org/name', revision: '--token=x'}, undefined],
  [{uri: 'hf://org/na--me'}, undefined],
])('of the hub: %j', (fields, expected) => expect(hubAddress(need(fields))).toEqual(expected))

test.each<[Partial<DataNeed>, string | undefined]>([
  [
    {uri: `hf://datasets/org/n@${COMMIT}/a b.csv`},
    `hf download --repo-type dataset --revision ${COMMIT} org/n 'a b.csv'`,
  ],
  [{uri: 'hf://org/name'}, 'hf download org/name'],
  [{uri: 'hf://org/name@main/-x'}, undefined],
  [{uri: 's3://b/k/x.csv'}, 'aws s3 cp s3://b/k/x.csv ./x.csv'],
  [{path: 'd/x.csv', from: 's3://b/k/x.csv'}, "mkdir -p '/w/my run/d' && aws s3 cp s3://b/k/x.csv '/w/my run/d/x.csv'"],
  [{uri: 's3://b/k', files: 3}, 'aws s3 cp --recursive s3://b/k ./k'],
  [{uri: 's3://b/k/x.csv?versionId=3a'}, 'aws s3api get-object --bucket=b --key=k/x.csv --version-id=3a ./x.csv'],
  [{uri: 'gs://b/x.csv?generation=12'}, "gcloud storage cp 'gs://b/x.csv#12' ./x.csv"],
  [{uri: 'gs://b/x.csv'}, 'gcloud storage cp gs://b/x.csv ./x.csv'],
  [{uri: 'az://c/k/x.csv'}, 'az storage blob download --container-name=c --name=k/x.csv --file=./x.csv'],
  [
    {uri: 'abfss://c@acc.dfs.core.windows.net/x.csv'},
    'az storage blob download --account-name=acc --container-name=c --name=x.csv --file=./x.csv',
  ],
  [{uri: 'https://x.org/a.csv'}, 'curl --fail --location --output ./a.csv https://x.org/a.csv'],
  [
    {uri: "https://x.org/a.csv?x=$(touch pwned)'"},
    `curl --fail --location --output ./a.csv 'https://x.org/a.csv?x=$(touch pwned)'\\'''`,
  ],
  [{uri: 's3://b/-x;touch pwned'}, "aws s3 cp 's3://b/-x;touch pwned' './-x;touch pwned'"],
  [{uri: 's3://b/k\u001b[2J'}, undefined],
  [{uri: 's3://b'}, undefined],
  [{uri: 'ext::sh -c touch% pwned'}, undefined],
  [{uri: 'odd://b/k'}, undefined],
  [{path: 'data/x.csv'}, undefined],
])('to be typed: %j', (fields, expected) => expect(bringCommand(need(fields), '/w/my run')).toBe(expected))
