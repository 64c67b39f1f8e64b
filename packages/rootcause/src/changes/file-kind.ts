/** What a changed file is, by its path: whether it can change how a running service behaves. */

export type FileKind =
  | 'code'
  | 'config'
  | 'infrastructure'
  | 'migration'
  | 'dependencies'
  | 'certificate'
  | 'style'
  | 'test'
  | 'docs'
  | 'ci'
  | 'meta';

const rules: readonly [FileKind, RegExp][] = [
  [
    'test',
    /(?:^|\/)(?:tests?|spec|__tests__|testdata|fixtures?|mocks?|e2e|golden)\/|[._-](?:test|tests|spec|mock|fixture|bench)\.[a-z]+$|(?:^|\/)test_[^/]+\.py$|(?:Test|Tests|Spec|IT)\.(?:java|kt|cs|scala)$/,
  ],
  [
    'docs',
    /(?:^|\/)(?:docs?|documentation|runbooks?)\/|\.(?:md|mdx|rst|adoc|txt)$|(?:^|\/)(?:README|CHANGELOG|LICENSE|NOTICE)/i,
  ],
  [
    'ci',
    /(?:^|\/)\.(?:github|circleci|gitlab|buildkite|husky|drone)|(?:^|\/)(?:Jenkinsfile|\.gitlab-ci\.yml|\.travis\.yml|azure-pipelines\.yml|cloudbuild\.yaml)|golangci|eslint|prettier|biome\.json|\.editorconfig|pylintrc|rubocop|codecov|sonar/i,
  ],
  [
    'meta',
    /(?:^|\/)(?:CODEOWNERS|OWNERS|\.gitignore|\.gitattributes|\.dockerignore|renovate\.json|dependabot)/,
  ],
  [
    'certificate',
    /\.(?:pem|crt|cer|key|p12|pfx|jks|keystore|truststore)$|(?:^|\/)(?:certs?|pki|tls)\/[^/]+\.(?:ya?ml|json)$/i,
  ],
  [
    'dependencies',
    /(?:^|\/)(?:go\.(?:mod|sum)|package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|requirements[^/]*\.txt|Pipfile(?:\.lock)?|poetry\.lock|pyproject\.toml|pom\.xml|build\.gradle(?:\.kts)?|gradle\.lockfile|Gemfile(?:\.lock)?|Cargo\.(?:toml|lock)|composer\.(?:json|lock)|[^/]+\.csproj)$/,
  ],
  ['migration', /(?:^|\/)(?:migrations?|migrate|flyway|liquibase|schema)\/|\.(?:sql|ddl)$/i],
  [
    'infrastructure',
    /(?:^|\/)(?:Dockerfile[^/]*|docker-compose[^/]*|Chart\.yaml|values[^/]*\.ya?ml|kustomization\.ya?ml|[^/]+\.tf|[^/]+\.tfvars|Procfile|helmfile[^/]*)$|(?:^|\/)(?:deploy|k8s|kubernetes|helm|charts|manifests|terraform|infra|infrastructure|envoy|istio|nginx)\//i,
  ],
  ['style', /\.(?:css|scss|sass|less|svg|png|jpe?g|gif|ico|woff2?|html|tmpl|hbs|ejs)$/i],
  ['config', /\.(?:ya?ml|toml|ini|env|properties|conf|cfg|json|hcl|xml)$|(?:^|\/)\.env/i],
];

export const fileKind = (path: string): FileKind =>
  rules.find(([, pattern]) => pattern.test(path.slice(0, 300)))?.[0] ?? 'code';

/** How far a change of such a file alone can change how a service behaves, 0 to 1. */
export const reachOf: Record<FileKind, number> = {
  code: 1,
  config: 1,
  infrastructure: 1,
  migration: 1,
  certificate: 1,
  dependencies: 0.6,
  style: 0.1,
  test: 0.03,
  docs: 0.02,
  ci: 0.05,
  meta: 0.02,
};
