import { ClassWall } from '../../../../../components/class/class-wall.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('class')

export default function ClassPage() {
  return <ClassWall />
}
