import {join, resolve} from 'node:path'
import type {Machine} from '../../../ports/machine'
import {textOf} from '../probe'
import {normalizedName, type Package} from './packages'

/** Modules whose distribution is called otherwise. */
const DISTRIBUTIONS: Readonly<Record<string, readonly string[]>> = {
  bs4: ['beautifulsoup4'],
  cv2: ['opencv-python', 'opencv-python-headless'],
  dateutil: ['python-dateutil'],
  dotenv: ['python-dotenv'],
  faiss: ['faiss-cpu', 'faiss-gpu'],
  google: ['protobuf'],
  hydra: ['hydra-core'],
  lightning: ['lightning', 'pytorch-lightning'],
  PIL: ['pillow'],
  pytorch_lightning: ['pytorch-lightning'],
  skimage: ['scikit-image'],
  sklearn: ['scikit-learn'],
  tensorflow: ['tensorflow', 'tensorflow-cpu', 'tensorflow-macos'],
  yaml: ['pyyaml', 'ruamel-yaml'],
}

/** What these import in their turn, and what decides numbers. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  accelerate: ['torch'],
  deepspeed: ['torch'],
  evaluate: ['datasets'],
  flax: ['jax', 'jaxlib'],
  jax: ['jaxlib'],
  keras: ['tensorflow', 'torch', 'jax'],
  lightning: ['torch'],
  peft: ['torch', 'transformers'],
  'pytorch-lightning': ['torch'],
  'scikit-learn': ['numpy', 'scipy'],
  'sentence-transformers': ['torch', 'transformers', 'tokenizers'],
  torch: ['numpy'],
  transformers: ['torch', 'tokenizers', 'numpy'],
  trl: ['torch', 'transformers'],
  vllm: ['torch', 'transformers'],
}

/** Where no script can be read: those that nearly every training script imports. */
const USUAL = [
  'accelerate',
  'datasets',
  'jax',
  'numpy',
  'scikit-learn',
  'tensorflow',
  'tokenizers',
  'torch',
  'transformers',
]

/** Versions of the packages that the command's script imports, as far as its own text tells; provisional. */
export function importedLibs(
  machine: Machine,
  argv: readonly string[],
  cwd: string,
  packages: readonly Package[],
): Record<string, string> {
  const versions = new Map(packages.map(({name, version}) => [name, version]))
  const text = scriptText(machine, argv, cwd)
  const wanted = new Set(text === undefined ? USUAL : importedNames(text).flatMap(distributions))
  for (const name of wanted) if (versions.has(name)) for (const more of BRINGS[name] ?? []) wanted.add(more)
  const libs = [...wanted].sort().flatMap(name => {
    const version = versions.get(name)
    return version === undefined ? [] : [[name, version] as const]
  })
  return Object.fromEntries(libs)
}

const distributions = (module: string): readonly string[] =>
  Object.hasOwn(DISTRIBUTIONS, module) ? DISTRIBUTIONS[module]! : [normalizedName(module)]

/** The text of the script or module that the command names. */
function scriptText(machine: Machine, argv: readonly string[], cwd: string): string | undefined {
  const script = argv.findLast((word, i) => /\.py$/.test(word) && argv.slice(0, i).every(each => !/\.py$/.test(each)))
  if (script !== undefined) return textOf(machine, resolve(cwd, script))
  const flag = argv.lastIndexOf('-m')
  const module = flag === -1 ? undefined : argv[flag + 1]
  if (module === undefined || !/^[\w.]+$/.test(module)) return undefined
  const path = module.replaceAll('.', '/')
  const places = [`${path}.py`, `${path}/__main__.py`, `src/${path}.py`, `src/${path}/__main__.py`]
  return places.map(place => textOf(machine, join(cwd, place))).find(text => text !== undefined)
}

/** Top-level names of `import a.b, c as d` and `from e.f import g`, indented ones too. */
export function importedNames(text: string): string[] {
  const names = new Set<string>()
  for (const [, from, list] of text.matchAll(
    /^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b|import[ \t]+([\w., \t]+))/gm,
  )) {
    for (const word of from ? [from] : list!.split(',')) {
      const name = /^\s*([A-Za-z_]\w*)/.exec(word)?.[1]
      if (name) names.add(name)
    }
  }
  return [...names]
}
