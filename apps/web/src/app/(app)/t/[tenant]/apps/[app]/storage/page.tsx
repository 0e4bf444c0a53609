import { AppVolumes } from '../../../../../../../components/volumes/app-volumes.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('volumes')

export default AppVolumes
