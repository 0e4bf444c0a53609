// Writes `.br` and `.gz` beside each text of a build's static folder: `node ../../infra/web/compress-static.mjs .next/static`
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TEXT = /\.(?:js|css|svg|json)$/
/** What is smaller gains nothing that its headers do not cost. */
const WORTH_BYTES = 1_024

const [folder = '.next/static'] = process.argv.slice(2)
const entries = await readdir(folder, { recursive: true, withFileTypes: true })
const texts = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name))
await Promise.all(texts.map((entry) => compress(path.join(entry.parentPath, entry.name))))

/** As small as it gets: it is done once, and sent often. */
async function compress(file) {
  const content = await readFile(file)
  if (content.length < WORTH_BYTES) return
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
    promisify(gzip)(content, { level: 9 }),
  ])
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
}
