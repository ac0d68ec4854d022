import type {Machine} from '../../ports/machine'
import {bareUrl, type Found, known} from './probe'

type Env = Machine['env']

/** Each service: how it is known, and what it says of the build. */
const SERVICES: readonly {readonly sign: string; readonly facts: (env: Env) => Record<string, string | undefined>}[] = [
  {
    sign: 'GITHUB_ACTIONS',
    facts: env => ({
      kind: 'github',
      id: env['GITHUB_RUN_ID'],
      attempt: env['GITHUB_RUN_ATTEMPT'],
      workflow: env['GITHUB_WORKFLOW'],
      job: env['GITHUB_JOB'],
      url: githubUrl(env),
    }),
  },
  {
    sign: 'GITLAB_CI',
    facts: env => ({
      kind: 'gitlab',
      id: env['CI_PIPELINE_ID'],
      job: env['CI_JOB_ID'],
      workflow: env['CI_JOB_NAME'],
      url: bareUrl(env['CI_JOB_URL']),
    }),
  },
  {
    sign: 'JENKINS_URL',
    facts: env => ({
      kind: 'jenkins',
      id: env['BUILD_TAG'] ?? env['BUILD_ID'],
      workflow: env['JOB_NAME'],
      url: bareUrl(env['BUILD_URL']),
    }),
  },
  {
    sign: 'BUILDKITE',
    facts: env => ({
      kind: 'buildkite',
      id: env['BUILDKITE_BUILD_ID'],
      job: env['BUILDKITE_JOB_ID'],
      attempt: env['BUILDKITE_RETRY_COUNT'],
      workflow: env['BUILDKITE_PIPELINE_SLUG'],
      url: bareUrl(env['BUILDKITE_BUILD_URL']),
    }),
  },
]

/** `ci`: which build of which service this is. Empty outside of any. */
export function probeCi({env}: Machine): Found {
  const service = SERVICES.find(({sign}) => env[sign])
  return {facts: service ? {ci: known(service.facts(env))} : {}}
}

function githubUrl(env: Env): string | undefined {
  const {GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id} = env
  return server && repository && id ? bareUrl(`${server}/${repository}/actions/runs/${id}`) : undefined
}
