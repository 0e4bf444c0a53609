/** How a program ended, and what it wrote. */
export type ProgramResult = { readonly code: number; readonly output: string; readonly errors: string }

export type ProgramAnswer = { readonly number: number; readonly result: ProgramResult }

/** To native/programs.c: u32 length of the rest, u32 number, texts argv, bytes input. */
export function programMessage(number: number, argv: readonly string[], input: string): Buffer {
  const texts = argv.map((text) => {
    if (text.includes('\0')) throw new RangeError('an argument with a NUL byte')
    return withLength(Buffer.from(text), Buffer.of(0))
  })
  const body = Buffer.concat([u32(number), u32(argv.length), ...texts, withLength(Buffer.from(input))])
  return withLength(body)
}

/** Takes what comes in pieces; calls back once for each whole answer. */
export function createAnswerReader(onAnswer: (answer: ProgramAnswer) => void): (piece: Buffer) => void {
  let unread: Buffer = Buffer.alloc(0)

  return (piece) => {
    unread = unread.length === 0 ? piece : Buffer.concat([unread, piece])
    while (unread.length >= 4 && unread.length >= 4 + unread.readUInt32LE(0)) {
      const end = 4 + unread.readUInt32LE(0)
      onAnswer(parseAnswer(unread.subarray(4, end)))
      unread = unread.subarray(end)
    }
  }
}

/** u32 number, u32 code, bytes output, bytes errors */
function parseAnswer(body: Buffer): ProgramAnswer {
  const errorsAt = 12 + body.readUInt32LE(8)
  const output = body.toString('utf8', 12, errorsAt)
  const errors = body.toString('utf8', errorsAt + 4)
  return { number: body.readUInt32LE(0), result: { code: body.readUInt32LE(4), output, errors } }
}

function withLength(bytes: Buffer, end = Buffer.alloc(0)): Buffer {
  return Buffer.concat([u32(bytes.length), bytes, end])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
