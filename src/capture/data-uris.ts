/** `hf://…`, `s3://…`: not a path. */
export function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(text) && !/^file:/i.test(text)
}

/** The version that an address itself names: `@rev` of the hub, a version or generation of an object store, the ref of lakeFS. */
export function uriRevision(uri: string): string | undefined {
  const hub = /^hf:\/\/[^?#@]*@([^/?#]+)/i.exec(uri)?.[1]
  const lake = /^lakefs:\/\/[^/]+\/([^/?#]+)/i.exec(uri)?.[1]
  const asked = /[?&](?:versionId|version|generation|revision|ref|rev)=([^&#]+)/i.exec(uri)?.[1]
  const found = hub ?? lake ?? asked
  return found === undefined ? undefined : decoded(found)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
