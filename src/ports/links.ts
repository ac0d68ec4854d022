/** Makes files of the user's appear in a folder of ours without a copy. */
export interface Links {
  /**
   * `source`, absolute, at `path` below `root`; a folder is made anew there, with a link for each thing in it, so that what is written
   * beside them stays in `root`, and one that is there gets what it lacks. Nothing that is there is replaced. Throws READ_ONLY, and where `path` leads out of `root`.
   */
  lay(root: string, path: string, source: string): void
}
