import {safe} from '../base/text'

const ENTITIES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

/** A stranger's text within an element or a quoted attribute; control characters made visible. */
export const htmlText = (text: string): string => safe(text).replace(/[&<>"']/g, character => ENTITIES[character]!)

/** A page that needs nothing but itself: no script, no font, no address. `body` is HTML already. */
export function htmlPage({title, style, body}: {title: string; style: string; body: string}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${htmlText(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}
