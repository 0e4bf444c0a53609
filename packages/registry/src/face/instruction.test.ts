import { expect, test } from 'vitest'
import { readInstruction } from './instruction.ts'

test.each([
  ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD ["sh"]'],
  ['/bin/sh -c #(nop) ADD file:1 in / ', 'ADD file:1 in /'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['|1 VERSION=2 /bin/sh -c make', 'RUN make'],
  ['RUN /bin/sh -c make # buildkit', 'RUN make'],
  ['RUN |1 VERSION=2 /bin/sh -c make # buildkit', 'RUN make'],
  ['COPY a b # buildkit', 'COPY a b'],
  ['umoci insert', 'umoci insert'],
  ['', null],
  [undefined, null],
])('%j was the instruction %j', (createdBy, instruction) => {
  expect(readInstruction(createdBy)).toBe(instruction)
})
