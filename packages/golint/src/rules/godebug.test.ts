import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkGodebug } from './godebug.ts';

const found = (path: string, text: string): string[] =>
  checkGodebug(path, text).map(
    ({ pos, end }) => `${text.slice(0, pos).split('\n').length}:${text.slice(pos, end)}`,
  );

const at = (line: number): string[] => [`${line}:asyncpreemptoff=1`];

const harmful: Record<string, [string, string, number]> = {
  'a Dockerfile': ['Dockerfile', 'FROM scratch\nENV GODEBUG=asyncpreemptoff=1\n', 2],
  'a Dockerfile of the old form': ['Dockerfile', 'ENV GODEBUG asyncpreemptoff=1\n', 1],
  'several in one ENV': ['Dockerfile', 'ENV A=1 GODEBUG="gctrace=1,asyncpreemptoff=1" B=2\n', 1],
  Kubernetes: ['k8s/deploy.yaml', 'env:\n  - name: GODEBUG\n    value: "asyncpreemptoff=1"\n', 3],
  'Kubernetes in flow style': ['deploy.yml', 'env: [{name: GODEBUG, value: "asyncpreemptoff=1"}]\n', 1],
  'Kubernetes as JSON': ['deploy.json', '{\n "name": "GODEBUG",\n "value": "asyncpreemptoff=1"\n}', 3],
  Compose: ['docker-compose.yml', 'environment:\n  GODEBUG: asyncpreemptoff=1\n', 2],
  'Compose as a list': ['docker-compose.yml', 'environment:\n  - GODEBUG=asyncpreemptoff=1\n', 2],
  'a shell script': ['run.sh', '#!/bin/sh\nexport GODEBUG=madvdontneed=1,asyncpreemptoff=1\n', 2],
  'before a command': ['Makefile', 'test:\n\tGODEBUG=asyncpreemptoff=1 go test ./...\n', 2],
  'a .env file': ['.env', 'GODEBUG="asyncpreemptoff=1"\n', 1],
  systemd: ['app.service', '[Service]\nEnvironment="GODEBUG=asyncpreemptoff=1"\n', 2],
  'an editor': ['.vscode/launch.json', '{ "env": { "GODEBUG": "asyncpreemptoff=1" } }', 1],
  'go.mod': ['go.mod', 'module x\n\ngodebug asyncpreemptoff=1\n', 3],
  'go.mod in a block': ['go.mod', 'godebug (\n\tdefault=go1.21\n\tasyncpreemptoff=1\n)\n', 3],
};
for (const [name, [path, text, line]] of Object.entries(harmful))
  test(`checkGodebug finds it in ${name}`, () => assert.deepEqual(found(path, text), at(line)));

const harmless: Record<string, [string, string]> = {
  'another value': ['Dockerfile', 'ENV GODEBUG=asyncpreemptoff=0\n'],
  'a longer value': ['Dockerfile', 'ENV GODEBUG=asyncpreemptoff=10\n'],
  'a comment': ['deploy.yaml', 'env:\n  # never GODEBUG=asyncpreemptoff=1\n  - name: A\n'],
  'a comment behind': ['run.sh', 'go test # GODEBUG=asyncpreemptoff=1 was here\n'],
  prose: ['README.md', 'Do not set `GODEBUG=asyncpreemptoff=1`.\n'],
  'another variable': ['deploy.yaml', 'env:\n  - name: NOTE\n    value: asyncpreemptoff=1\n'],
  'GODEBUG with another value before': [
    'deploy.yaml',
    'env:\n - name: GODEBUG\n   value: gctrace=1\n - name: X\n   value: y\n - name: Z\n   value: asyncpreemptoff=1\n',
  ],
  'another word': ['run.sh', 'MYGODEBUGGER=asyncpreemptoff=1\n'],
};
for (const [name, [path, text]] of Object.entries(harmless))
  test(`checkGodebug leaves alone ${name}`, () => assert.deepEqual(found(path, text), []));

test('checkGodebug is quick on long lines', () => {
  const text = `GODEBUG=${'a=1,'.repeat(300_000)}asyncpreemptoff=1 ${'GODEBUG=asyncpreemptoff=1 '.repeat(20_000)}`;
  const start = performance.now();
  checkGodebug('x.json', text);
  assert.ok(performance.now() - start < 2000);
});
