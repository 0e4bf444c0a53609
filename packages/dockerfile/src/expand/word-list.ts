/** Collects words while a text is read: spaces end one, unless they were quoted or escaped. */
export class WordList {
  private readonly words: string[] = []
  private word: string | undefined

  addText(text: string): void {
    for (const [piece] of text.matchAll(/\s+|\S+/g)) {
      if (/^\S/.test(piece)) this.addRaw(piece)
      else this.end()
    }
  }

  addRaw(text: string): void {
    this.word = (this.word ?? '') + text
  }

  all(): readonly string[] {
    this.end()
    return this.words
  }

  private end(): void {
    if (this.word) this.words.push(this.word)
    this.word = undefined
  }
}
