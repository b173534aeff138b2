/** The system's file dialogs; they return null where no file was chosen. */
export interface FileDialogs {
  /** A CSV or other text file to be read. */
  openCsv(): Promise<string | null>
  /** A target to write; the system itself asks before a file is overwritten. */
  saveCsv(suggestedName: string): Promise<string | null>
  /** The same for a plain text file. */
  saveText(suggestedName: string): Promise<string | null>
  /** Shows one of the app's own folders; returns whether that succeeded. */
  openFolder(path: string): Promise<boolean>
}
