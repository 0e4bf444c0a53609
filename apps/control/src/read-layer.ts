import { readFromStdin } from '@berth/sbom'

/** A program of its own, which `inspect-images.ts` starts for each layer. Its exit code says whether it could. */
await readFromStdin(process.stdin, process.stdout)
