import { AppManifest } from '../../../../../../../components/app/manifest/app-manifest.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('manifest')

export default AppManifest
