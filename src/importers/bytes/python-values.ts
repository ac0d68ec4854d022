/** What a pickle describes. Nothing here has behaviour: a class is its name, an object what it was made of. */
export type Py = null | boolean | number | bigint | string | Uint8Array | PyName | PyObject | PyDict | Py[]

export class PyName {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}
}

export class PyDict {
  readonly items: [Py, Py][] = []
}

export class PyObject {
  state: Py = null
  /** What was appended to it, or set in it, after it was made. */
  readonly list: Py[] = []
  readonly dict = new PyDict()

  constructor(
    readonly of: Py,
    readonly args: Py,
  ) {}
}
