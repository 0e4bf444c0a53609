import { TenantVolumes } from '../../../../../components/volumes/tenant-volumes.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('volumes')

export default TenantVolumes
