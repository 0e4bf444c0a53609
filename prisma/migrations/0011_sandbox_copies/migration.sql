-- AlterTable
ALTER TABLE "Container" ADD COLUMN     "layerOf" TEXT;

-- AlterTable
ALTER TABLE "Volume" ADD COLUMN     "copyOf" TEXT;

-- CreateIndex
CREATE INDEX "Sandbox_copyOf_idx" ON "Sandbox"("copyOf");
