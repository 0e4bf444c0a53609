import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { layoutsHeader } from './layouts.ts'

/** To be run after every change of the table of operations; a unit test notices when it was not. */
const TARGET = path.join(import.meta.dirname, '../../packages/runtime/native/layouts.h')
writeFileSync(TARGET, layoutsHeader())
