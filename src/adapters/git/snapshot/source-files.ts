import {type RawPath, shownPath} from './raw-path'

/** Endings of untracked files that are code, its configuration or its text. */
const ENDINGS = new Set(
  `py pyi pyx pxd ipynb sh bash zsh fish ps1 bat sbatch slurm yaml yml json jsonnet libsonnet toml cfg conf ini properties
  txt md rst tex c cc cpp cxx cu cuh h hh hpp hxx m mm f f90 rs go java kt kts scala swift js mjs cjs jsx ts mts cts tsx vue r rmd
  qmd jl lua pl pm rb php cs fs hs ml mli clj ex exs erl sql proto graphql jinja jinja2 j2 mustache html css scss xml gin hcl tf
  nix cmake mk gradle bazel bzl lock patch diff`.split(/\s+/),
)

/** Names of files that are code whatever they end in. */
const NAMES =
  /^(?:(?:GNU)?[Mm]akefile|[Jj]ustfile|Rakefile|Gemfile|Procfile|Snakefile|Jenkinsfile|Vagrantfile|Pipfile|WORKSPACE|BUILD|(?:Docker|Container)file.*|.*\.[Dd]ockerfile|requirements.*|\.git(?:ignore|attributes|modules)|\.expconfig|\.dockerignore|\.dvcignore|\.python-version|\.tool-versions|\.editorconfig|\.pylintrc|\.flake8)$/

/** Folders that programs fill; what is in them is nobody's source. */
const MADE_BY_PROGRAMS =
  /^(?:node_modules|site-packages|__pycache__|\.ipynb_checkpoints|\.(?:mypy|ruff|pytest)_cache|\.tox|\.nox|\.eggs|.*\.egg-info|\.venv|\.conda|\.terraform|\.gradle|\.hydra)$/

/** Outputs of trackers, by how they name what is in their folder: a package of the user's may have the folder's name. */
const RUN_FOLDERS = /^(?:wandb\/(?:offline-)?run-\d|mlruns\/\d|lightning_logs\/version_)/

/** Which untracked files are source, by their path alone. */
export interface SourceFiles {
  /** What a path is: source, not source, or (a name without an ending) not to be told without a look at the file. */
  kind(path: RawPath): 'source' | 'other' | 'look'
  /** The outermost folder above a path, with its slash, that holds installed or made files only. */
  madeFolder(path: RawPath): RawPath | undefined
}

/** Takes the user's globs first, then what is built in. `untracked` tells where virtual environments lie. */
export function sourceFiles(patterns: readonly string[], untracked: readonly RawPath[]): SourceFiles {
  const globs = patterns.map(globPattern)
  const asked = (path: RawPath) => globs.length > 0 && globs.some(glob => glob.test(shownPath(path)))
  const environments = new Set(
    untracked.filter(path => /(?:^|\/)(?:pyvenv\.cfg|conda-meta\/history)$/.test(path)).map(environmentFolder),
  )
  return {
    kind: path => {
      if (asked(path)) return 'source'
      const name = path.slice(path.lastIndexOf('/') + 1)
      if (NAMES.test(name)) return 'source'
      const dot = name.lastIndexOf('.')
      return dot < 0 ? 'look' : ENDINGS.has(name.slice(dot + 1).toLowerCase()) ? 'source' : 'other'
    },
    madeFolder: path => {
      for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        const folder = path.slice(0, slash + 1)
        const start = folder.lastIndexOf('/', slash - 1) + 1
        const made = MADE_BY_PROGRAMS.test(folder.slice(start, -1)) || RUN_FOLDERS.test(path.slice(start))
        if (made || environments.has(folder)) return asked(path) ? undefined : folder
      }
      return undefined
    },
  }
}

const environmentFolder = (path: RawPath) => path.replace(/(?:pyvenv\.cfg|conda-meta\/history)$/, '')

/** A glob as .gitignore reads it: `*` and `?` stop at slashes, `**` does not; without a slash it matches the name alone. Brackets stand for themselves. */
export function globPattern(glob: string): RegExp {
  const anchored = glob.replace(/^\//, '')
  const body = anchored.replace(/\*\*\/|\*\*|\*|\?|./gsu, part => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    return part.replace(/[\\^$.|+()[\]{}]/, '\\$&')
  })
  return new RegExp(`^${glob.includes('/') ? '' : '(?:.*/)?'}${body}$`, 'su')
}
