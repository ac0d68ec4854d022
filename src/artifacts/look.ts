import type {ToldArtifact} from './entries'
import {mediaTypeOf} from './media-type'

/**
 * How an artifact is looked at: read, seen, or `page`: what a program must draw and may act on (HTML, SVG with its scripts, PDF).
 * undefined: its name and media type do not say.
 */
export type Look = 'text' | 'picture' | 'page' | undefined

const TEXT =
  /\.(?:txt|md|log|csv|tsv|jsonl?|ndjson|ya?ml|toml|ini|cfg|conf|out|err|diff|patch|py|sh|tex|jinja2?|j2|tmpl|prompt|conll|bio)$/i
const PICTURE = /\.(?:png|jpe?g|gif|webp|bmp|tiff?)$/i
const PAGE = /\.(?:html?|xhtml|svgz?|pdf|ipynb)$/i

/** By the name first: a media type is what somebody said. */
export function lookOf({path, media_type = mediaTypeOf(path)}: Pick<ToldArtifact, 'path' | 'media_type'>): Look {
  if (PAGE.test(path)) return 'page'
  if (TEXT.test(path)) return 'text'
  if (PICTURE.test(path)) return 'picture'
  return media_type === undefined ? undefined : lookOfType(media_type)
}

function lookOfType(type: string): Look {
  if (/^(?:text\/html|image\/svg|application\/(?:pdf|xhtml))/.test(type)) return 'page'
  if (type.startsWith('image/')) return 'picture'
  return /^text\/|^application\/(?:.*\+)?(?:json|jsonl|yaml|toml)$/.test(type) ? 'text' : undefined
}
