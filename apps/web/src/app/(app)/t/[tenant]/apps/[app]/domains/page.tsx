import { AppDoor } from '../../../../../../../components/domains/app-door.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('domains')

export default AppDoor
