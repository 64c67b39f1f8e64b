/** Exported API of Go's standard library. Made by scripts/generate-std-api.ts; the lines are explained there. */
export const stdApi = `
P archive/tar
F NewReader *Reader
F NewWriter *Writer
M Reader Next (*Header, error)
M Reader Read (int, error)
M Writer Close error
M Writer Flush error
M Writer Write (int, error)
M Writer WriteHeader error
T Header struct
S Header AccessTime time.Time
S Header ChangeTime time.Time
S Header Devmajor int64
S Header Devminor int64
S Header Gid int
S Header Gname string
S Header Linkname string
S Header ModTime time.Time
S Header Mode int64
S Header Name string
S Header Size int64
S Header Typeflag uint8
S Header Uid int
S Header Uname string
T Reader struct
T Writer struct
V ErrFieldTooLong error
V ErrHeader error
V ErrWriteAfterClose error
V ErrWriteTooLong error
F FileInfoHeader (*Header, error)
M Header FileInfo os.FileInfo
S Header Xattrs map[string]string
M Format String string
T Format int
S Header Format Format
S Header PAXRecords map[string]string
V ErrInsecurePath error @20
M Writer AddFS error @22
T FileInfoNames interface @23
M FileInfoNames Gname (string, error) @23
M FileInfoNames IsDir bool @23
M FileInfoNames ModTime time.Time @23
M FileInfoNames Mode fs.FileMode @23
M FileInfoNames Name string @23
M FileInfoNames Size int64 @23
M FileInfoNames Sys interface{} @23
M FileInfoNames Uname (string, error) @23
P archive/zip
F FileInfoHeader (*FileHeader, error)
F NewReader (*Reader, error)
F NewWriter *Writer
F OpenReader (*ReadCloser, error)
M File FileInfo os.FileInfo
M File ModTime time.Time
M File Mode os.FileMode
M File Open (io.ReadCloser, error)
M File SetModTime
M File SetMode
M FileHeader FileInfo os.FileInfo
M FileHeader ModTime time.Time
M FileHeader Mode os.FileMode
M FileHeader SetModTime
M FileHeader SetMode
M ReadCloser Close error
M Writer Close error
M Writer Create (io.Writer, error)
M Writer CreateHeader (io.Writer, error)
T File struct
S File *FileHeader FileHeader
T FileHeader struct
S FileHeader CRC32 uint32
S FileHeader Comment string
S FileHeader CompressedSize uint32
S FileHeader CreatorVersion uint16
S FileHeader ExternalAttrs uint32
S FileHeader Extra []uint8
S FileHeader Flags uint16
S FileHeader Method uint16
S FileHeader ModifiedDate uint16
S FileHeader ModifiedTime uint16
S FileHeader Name string
S FileHeader ReaderVersion uint16
S FileHeader UncompressedSize uint32
T ReadCloser struct
S ReadCloser *Reader Reader
T Reader struct
S Reader Comment string
S Reader File []*File
T Writer struct
V ErrAlgorithm error
V ErrChecksum error
V ErrFormat error
S FileHeader CompressedSize64 uint64
S FileHeader UncompressedSize64 uint64
F RegisterCompressor
F RegisterDecompressor
M File DataOffset (int64, error)
T Compressor func(io.Writer) (io.WriteCloser, error)
T Decompressor func(io.Reader) io.ReadCloser
M Writer Flush error
M Writer SetOffset
M ReadCloser RegisterDecompressor
M Reader RegisterDecompressor
M Writer RegisterCompressor
M Writer SetComment error
S FileHeader Modified time.Time
S FileHeader NonUTF8 bool
M ReadCloser Open (fs.File, error)
M Reader Open (fs.File, error)
M File OpenRaw (io.Reader, error)
M Writer Copy error
M Writer CreateRaw (io.Writer, error)
V ErrInsecurePath error @20
M Writer AddFS error @22
P bufio
F NewReadWriter *ReadWriter
F NewReader *Reader
F NewReaderSize *Reader
F NewWriter *Writer
F NewWriterSize *Writer
M Reader Buffered int
M Reader Peek ([]uint8, error)
M Reader Read (int, error)
M Reader ReadByte (uint8, error)
M Reader ReadBytes ([]uint8, error)
M Reader ReadLine ([]uint8, bool, error)
M Reader ReadRune (int32, int, error)
M Reader ReadSlice ([]uint8, error)
M Reader ReadString (string, error)
M Reader UnreadByte error
M Reader UnreadRune error
M Writer Available int
M Writer Buffered int
M Writer Flush error
M Writer Write (int, error)
M Writer WriteByte error
M Writer WriteRune (int, error)
M Writer WriteString (int, error)
M ReadWriter Available int
M ReadWriter Flush error
M ReadWriter Peek ([]uint8, error)
M ReadWriter Read (int, error)
M ReadWriter ReadByte (uint8, error)
M ReadWriter ReadBytes ([]uint8, error)
M ReadWriter ReadLine ([]uint8, bool, error)
M ReadWriter ReadRune (int32, int, error)
M ReadWriter ReadSlice ([]uint8, error)
M ReadWriter ReadString (string, error)
M ReadWriter UnreadByte error
M ReadWriter UnreadRune error
M ReadWriter Write (int, error)
M ReadWriter WriteByte error
M ReadWriter WriteRune (int, error)
M ReadWriter WriteString (int, error)
T ReadWriter struct
S ReadWriter *Reader *Reader
S ReadWriter *Writer *Writer
T Reader struct
T Writer struct
V ErrBufferFull error
V ErrInvalidUnreadByte error
V ErrInvalidUnreadRune error
V ErrNegativeCount error
F NewScanner *Scanner
F ScanBytes (int, []uint8, error)
F ScanLines (int, []uint8, error)
F ScanRunes (int, []uint8, error)
F ScanWords (int, []uint8, error)
M Reader WriteTo (int64, error)
M Scanner Bytes []uint8
M Scanner Err error
M Scanner Scan bool
M Scanner Split
M Scanner Text string
M Writer ReadFrom (int64, error)
M ReadWriter ReadFrom (int64, error)
M ReadWriter WriteTo (int64, error)
T Scanner struct
T SplitFunc func([]uint8, bool) (int, []uint8, error)
V ErrAdvanceTooFar error
V ErrNegativeAdvance error
V ErrTooLong error
M Reader Reset
M Writer Reset
M Reader Discard (int, error)
M ReadWriter Discard (int, error)
M Scanner Buffer
V ErrFinalToken error
M Reader Size int
M Writer Size int
V ErrBadReadCount error
M Writer AvailableBuffer []uint8
M ReadWriter AvailableBuffer []uint8
P bytes
F Compare int
F Contains bool
F Count int
F Equal bool
F EqualFold bool
F Fields [][]uint8
F FieldsFunc [][]uint8
F HasPrefix bool
F HasSuffix bool
F Index int
F IndexAny int
F IndexByte int
F IndexFunc int
F IndexRune int
F Join []uint8
F LastIndex int
F LastIndexAny int
F LastIndexFunc int
F Map []uint8
F NewBuffer *Buffer
F NewBufferString *Buffer
F NewReader *Reader
F Repeat []uint8
F Replace []uint8
F Runes []int32
F Split [][]uint8
F SplitAfter [][]uint8
F SplitAfterN [][]uint8
F SplitN [][]uint8
F Title []uint8
F ToLower []uint8
F ToLowerSpecial []uint8
F ToTitle []uint8
F ToTitleSpecial []uint8
F ToUpper []uint8
F ToUpperSpecial []uint8
F Trim []uint8
F TrimFunc []uint8
F TrimLeft []uint8
F TrimLeftFunc []uint8
F TrimRight []uint8
F TrimRightFunc []uint8
F TrimSpace []uint8
M Buffer Bytes []uint8
M Buffer Len int
M Buffer Next []uint8
M Buffer Read (int, error)
M Buffer ReadByte (uint8, error)
M Buffer ReadBytes ([]uint8, error)
M Buffer ReadFrom (int64, error)
M Buffer ReadRune (int32, int, error)
M Buffer ReadString (string, error)
M Buffer Reset
M Buffer String string
M Buffer Truncate
M Buffer UnreadByte error
M Buffer UnreadRune error
M Buffer Write (int, error)
M Buffer WriteByte error
M Buffer WriteRune (int, error)
M Buffer WriteString (int, error)
M Buffer WriteTo (int64, error)
M Reader Len int
M Reader Read (int, error)
M Reader ReadAt (int, error)
M Reader ReadByte (uint8, error)
M Reader ReadRune (int32, int, error)
M Reader Seek (int64, error)
M Reader UnreadByte error
M Reader UnreadRune error
T Buffer struct
T Reader struct
V ErrTooLarge error
F TrimPrefix []uint8
F TrimSuffix []uint8
M Buffer Grow
M Reader WriteTo (int64, error)
F LastIndexByte int
M Buffer Cap int
M Reader Size int64
F ContainsAny bool
F ContainsRune bool
M Reader Reset
F ReplaceAll []uint8
F ToValidUTF8 []uint8
F Cut ([]uint8, []uint8, bool)
F Clone []uint8 @20
F CutPrefix ([]uint8, bool) @20
F CutSuffix ([]uint8, bool) @20
F ContainsFunc bool @21
M Buffer AvailableBuffer []uint8 @21
M Buffer Available int @21
F FieldsFuncSeq iter.Seq[[]uint8] @24
F FieldsSeq iter.Seq[[]uint8] @24
F Lines iter.Seq[[]uint8] @24
F SplitAfterSeq iter.Seq[[]uint8] @24
F SplitSeq iter.Seq[[]uint8] @24
M Buffer Peek ([]uint8, error) @26
P cmp
F Compare int @21
F Less bool @21
T Ordered interface @21
F Or _ @22
P compress/bzip2
F NewReader io.Reader
M StructuralError Error string
T StructuralError string
P compress/flate
F NewReader io.ReadCloser
F NewReaderDict io.ReadCloser
F NewWriter (*Writer, error)
F NewWriterDict (*Writer, error)
M ReadError Error string
M WriteError Error string
M Writer Close error
M Writer Flush error
M Writer Write (int, error)
M CorruptInputError Error string
M InternalError Error string
T CorruptInputError int64
T InternalError string
T ReadError struct
S ReadError Err error
S ReadError Offset int64
T Reader interface
M Reader Read (int, error)
M Reader ReadByte (uint8, error)
T WriteError struct
S WriteError Err error
S WriteError Offset int64
T Writer struct
M Writer Reset
T Resetter interface
M Resetter Reset error
P compress/gzip
F NewReader (*Reader, error)
F NewWriter *Writer
F NewWriterLevel (*Writer, error)
M Reader Close error
M Reader Read (int, error)
M Writer Close error
M Writer Write (int, error)
T Header struct
S Header Comment string
S Header Extra []uint8
S Header ModTime time.Time
S Header Name string
S Header OS uint8
T Reader struct
S Reader *Header Header
T Writer struct
S Writer *Header Header
V ErrChecksum error
V ErrHeader error
M Writer Flush error
M Writer Reset
M Reader Reset error
M Reader Multistream
P compress/lzw
F NewReader io.ReadCloser
F NewWriter io.WriteCloser
T Order int
M Reader Close error
M Reader Read (int, error)
M Reader Reset
M Writer Close error
M Writer Reset
M Writer Write (int, error)
T Reader struct
T Writer struct
P compress/zlib
F NewReader (io.ReadCloser, error)
F NewReaderDict (io.ReadCloser, error)
F NewWriter *Writer
F NewWriterLevel (*Writer, error)
F NewWriterLevelDict (*Writer, error)
M Writer Close error
M Writer Flush error
M Writer Write (int, error)
T Writer struct
V ErrChecksum error
V ErrDictionary error
V ErrHeader error
M Writer Reset
T Resetter interface
M Resetter Reset error
P container/heap
F Init
F Pop interface{}
F Push
F Remove interface{}
T Interface interface
M Interface Len int
M Interface Less bool
M Interface Pop interface{}
M Interface Push
M Interface Swap
F Fix
P container/list
F New *List
M Element Next *Element
M Element Prev *Element
M List Back *Element
M List Front *Element
M List Init *List
M List InsertAfter *Element
M List InsertBefore *Element
M List Len int
M List MoveToBack
M List MoveToFront
M List PushBack *Element
M List PushBackList
M List PushFront *Element
M List PushFrontList
M List Remove interface{}
T Element struct
S Element Value interface{}
T List struct
M List MoveAfter
M List MoveBefore
P container/ring
F New *Ring
M Ring Do
M Ring Len int
M Ring Link *Ring
M Ring Move *Ring
M Ring Next *Ring
M Ring Prev *Ring
M Ring Unlink *Ring
T Ring struct
S Ring Value interface{}
P context
F Background Context
F TODO Context
F WithCancel (Context, CancelFunc)
F WithDeadline (Context, CancelFunc)
F WithTimeout (Context, CancelFunc)
F WithValue Context
T CancelFunc func()
T Context interface
M Context Deadline (time.Time, bool)
M Context Done <-chan struct
M Context Err error
M Context Value interface{}
V Canceled error
V DeadlineExceeded error
F Cause error @20
F WithCancelCause (Context, CancelCauseFunc) @20
T CancelCauseFunc func(error) @20
F AfterFunc func() bool @21
F WithDeadlineCause (Context, CancelFunc) @21
F WithoutCancel Context @21
F WithTimeoutCause (Context, CancelFunc) @21
P crypto
F RegisterHash
M Hash Available bool
M Hash New hash.Hash
M Hash Size int
T Hash uint
T PrivateKey interface
T PublicKey interface
M Hash HashFunc Hash
T Signer interface
M Signer Public PublicKey
M Signer Sign ([]uint8, error)
T SignerOpts interface
M SignerOpts HashFunc Hash
T Decrypter interface
M Decrypter Decrypt ([]uint8, error)
M Decrypter Public PublicKey
T DecrypterOpts interface
M Hash String string
F SignMessage ([]uint8, error) @25
T MessageSigner interface @25
M MessageSigner Public PublicKey @25
M MessageSigner Sign ([]uint8, error) @25
M MessageSigner SignMessage ([]uint8, error) @25
T Decapsulator interface @26
M Decapsulator Decapsulate ([]uint8, error) @26
M Decapsulator Encapsulator Encapsulator @26
T Encapsulator interface @26
M Encapsulator Bytes []uint8 @26
M Encapsulator Encapsulate ([]uint8, []uint8) @26
P crypto/aes
F NewCipher (cipher.Block, error)
M KeySizeError Error string
T KeySizeError int
P crypto/cipher
F NewCBCDecrypter BlockMode
F NewCBCEncrypter BlockMode
F NewCFBDecrypter Stream
F NewCFBEncrypter Stream
F NewCTR Stream
F NewOFB Stream
M StreamReader Read (int, error)
M StreamWriter Close error
M StreamWriter Write (int, error)
T Block interface
M Block BlockSize int
M Block Decrypt
M Block Encrypt
T BlockMode interface
M BlockMode BlockSize int
M BlockMode CryptBlocks
T Stream interface
M Stream XORKeyStream
T StreamReader struct
S StreamReader R io.Reader
S StreamReader S Stream
T StreamWriter struct
S StreamWriter Err error
S StreamWriter S Stream
S StreamWriter W io.Writer
F NewGCM (AEAD, error)
T AEAD interface
M AEAD NonceSize int
M AEAD Open ([]uint8, error)
M AEAD Overhead int
M AEAD Seal []uint8
F NewGCMWithNonceSize (AEAD, error)
F NewGCMWithTagSize (AEAD, error)
F NewGCMWithRandomNonce (AEAD, error) @24
P crypto/des
F NewCipher (cipher.Block, error)
F NewTripleDESCipher (cipher.Block, error)
M KeySizeError Error string
T KeySizeError int
P crypto/dsa
F GenerateKey error
F GenerateParameters error
F Sign (*big.Int, *big.Int, error)
F Verify bool
T ParameterSizes int
T Parameters struct
S Parameters G *big.Int
S Parameters P *big.Int
S Parameters Q *big.Int
T PrivateKey struct
S PrivateKey X *big.Int
S PrivateKey *PublicKey PublicKey
T PublicKey struct
S PublicKey Y *big.Int
S PublicKey *Parameters Parameters
V ErrInvalidPublicKey error
P crypto/ecdh
F P256 Curve @20
F P384 Curve @20
F P521 Curve @20
F X25519 Curve @20
M PrivateKey Bytes []uint8 @20
M PrivateKey Curve Curve @20
M PrivateKey ECDH ([]uint8, error) @20
M PrivateKey Equal bool @20
M PrivateKey Public crypto.PublicKey @20
M PrivateKey PublicKey *PublicKey @20
M PublicKey Bytes []uint8 @20
M PublicKey Curve Curve @20
M PublicKey Equal bool @20
M Curve GenerateKey (*PrivateKey, error) @20
M Curve NewPrivateKey (*PrivateKey, error) @20
M Curve NewPublicKey (*PublicKey, error) @20
T PrivateKey struct @20
T PublicKey struct @20
T KeyExchanger interface @26
M KeyExchanger Curve Curve @26
M KeyExchanger ECDH ([]uint8, error) @26
M KeyExchanger PublicKey *PublicKey @26
P crypto/ecdsa
F GenerateKey (*PrivateKey, error)
F Sign (*big.Int, *big.Int, error)
F Verify bool
M PrivateKey Add (*big.Int, *big.Int)
M PrivateKey Double (*big.Int, *big.Int)
M PrivateKey IsOnCurve bool
M PrivateKey Params *elliptic.CurveParams
M PrivateKey ScalarBaseMult (*big.Int, *big.Int)
M PrivateKey ScalarMult (*big.Int, *big.Int)
M PublicKey Add (*big.Int, *big.Int)
M PublicKey Double (*big.Int, *big.Int)
M PublicKey IsOnCurve bool
M PublicKey Params *elliptic.CurveParams
M PublicKey ScalarBaseMult (*big.Int, *big.Int)
M PublicKey ScalarMult (*big.Int, *big.Int)
T PrivateKey struct
S PrivateKey D *big.Int
S PrivateKey *PublicKey PublicKey
T PublicKey struct
S PublicKey X *big.Int
S PublicKey Y *big.Int
S PublicKey *Curve elliptic.Curve
M PrivateKey Public crypto.PublicKey
M PrivateKey Sign ([]uint8, error)
F SignASN1 ([]uint8, error)
F VerifyASN1 bool
M PrivateKey Equal bool
M PublicKey Equal bool
M PrivateKey ECDH (*ecdh.PrivateKey, error) @20
M PublicKey ECDH (*ecdh.PublicKey, error) @20
F ParseRawPrivateKey (*PrivateKey, error) @25
F ParseUncompressedPublicKey (*PublicKey, error) @25
M PrivateKey Bytes ([]uint8, error) @25
M PublicKey Bytes ([]uint8, error) @25
P crypto/ed25519
F GenerateKey (PublicKey, PrivateKey, error)
F NewKeyFromSeed PrivateKey
F Sign []uint8
F Verify bool
M PrivateKey Public crypto.PublicKey
M PrivateKey Seed []uint8
M PrivateKey Sign ([]uint8, error)
T PrivateKey []uint8
T PublicKey []uint8
M PrivateKey Equal bool
M PublicKey Equal bool
F VerifyWithOptions error @20
M Options HashFunc crypto.Hash @20
T Options struct @20
S Options Context string @20
S Options Hash crypto.Hash @20
P crypto/elliptic
F GenerateKey ([]uint8, *big.Int, *big.Int, error)
F Marshal []uint8
F P224 Curve
F P256 Curve
F P384 Curve
F P521 Curve
F Unmarshal (*big.Int, *big.Int)
M CurveParams Add (*big.Int, *big.Int)
M CurveParams Double (*big.Int, *big.Int)
M CurveParams IsOnCurve bool
M CurveParams Params *CurveParams
M CurveParams ScalarBaseMult (*big.Int, *big.Int)
M CurveParams ScalarMult (*big.Int, *big.Int)
T Curve interface
M Curve Add (*big.Int, *big.Int)
M Curve Double (*big.Int, *big.Int)
M Curve IsOnCurve bool
M Curve Params *CurveParams
M Curve ScalarBaseMult (*big.Int, *big.Int)
M Curve ScalarMult (*big.Int, *big.Int)
T CurveParams struct
S CurveParams B *big.Int
S CurveParams BitSize int
S CurveParams Gx *big.Int
S CurveParams Gy *big.Int
S CurveParams N *big.Int
S CurveParams P *big.Int
S CurveParams Name string
F MarshalCompressed []uint8
F UnmarshalCompressed (*big.Int, *big.Int)
P crypto/fips140
F Enabled bool @24
F Enforced bool @26
F Version string @26
F WithoutEnforcement  @26
P crypto/hkdf
F Expand ([]uint8, error) @24
F Extract ([]uint8, error) @24
F Key ([]uint8, error) @24
P crypto/hmac
F New hash.Hash
F Equal bool
P crypto/hpke
F AES128GCM AEAD @26
F AES256GCM AEAD @26
F ChaCha20Poly1305 AEAD @26
F DHKEM KEM @26
F ExportOnly AEAD @26
F HKDFSHA256 KDF @26
F HKDFSHA384 KDF @26
F HKDFSHA512 KDF @26
F MLKEM1024 KEM @26
F MLKEM1024P384 KEM @26
F MLKEM768 KEM @26
F MLKEM768P256 KEM @26
F MLKEM768X25519 KEM @26
F NewAEAD (AEAD, error) @26
F NewDHKEMPrivateKey (PrivateKey, error) @26
F NewDHKEMPublicKey (PublicKey, error) @26
F NewHybridPrivateKey (PrivateKey, error) @26
F NewHybridPublicKey (PublicKey, error) @26
F NewKDF (KDF, error) @26
F NewKEM (KEM, error) @26
F NewMLKEMPrivateKey (PrivateKey, error) @26
F NewMLKEMPublicKey (PublicKey, error) @26
F NewRecipient (*Recipient, error) @26
F NewSender ([]uint8, *Sender, error) @26
F Open ([]uint8, error) @26
F SHAKE128 KDF @26
F SHAKE256 KDF @26
F Seal ([]uint8, error) @26
M Recipient Export ([]uint8, error) @26
M Recipient Open ([]uint8, error) @26
M Sender Export ([]uint8, error) @26
M Sender Seal ([]uint8, error) @26
M AEAD ID uint16 @26
M KDF ID uint16 @26
M KEM DeriveKeyPair (PrivateKey, error) @26
M KEM GenerateKey (PrivateKey, error) @26
M KEM ID uint16 @26
M KEM NewPrivateKey (PrivateKey, error) @26
M KEM NewPublicKey (PublicKey, error) @26
M PrivateKey Bytes ([]uint8, error) @26
M PrivateKey KEM KEM @26
M PrivateKey PublicKey PublicKey @26
M PublicKey Bytes []uint8 @26
M PublicKey KEM KEM @26
T Recipient struct @26
T Sender struct @26
P crypto/md5
F New hash.Hash
F Sum [16]uint8
P crypto/mlkem
F GenerateKey1024 (*DecapsulationKey1024, error) @24
F GenerateKey768 (*DecapsulationKey768, error) @24
F NewDecapsulationKey1024 (*DecapsulationKey1024, error) @24
F NewDecapsulationKey768 (*DecapsulationKey768, error) @24
F NewEncapsulationKey1024 (*EncapsulationKey1024, error) @24
F NewEncapsulationKey768 (*EncapsulationKey768, error) @24
M DecapsulationKey1024 Bytes []uint8 @24
M DecapsulationKey1024 Decapsulate ([]uint8, error) @24
M DecapsulationKey1024 EncapsulationKey *EncapsulationKey1024 @24
M DecapsulationKey768 Bytes []uint8 @24
M DecapsulationKey768 Decapsulate ([]uint8, error) @24
M DecapsulationKey768 EncapsulationKey *EncapsulationKey768 @24
M EncapsulationKey1024 Bytes []uint8 @24
M EncapsulationKey1024 Encapsulate ([]uint8, []uint8) @24
M EncapsulationKey768 Bytes []uint8 @24
M EncapsulationKey768 Encapsulate ([]uint8, []uint8) @24
T DecapsulationKey1024 struct @24
T DecapsulationKey768 struct @24
T EncapsulationKey1024 struct @24
T EncapsulationKey768 struct @24
M DecapsulationKey1024 Encapsulator crypto.Encapsulator @26
M DecapsulationKey768 Encapsulator crypto.Encapsulator @26
P crypto/mlkem/mlkemtest
F Encapsulate1024 ([]uint8, []uint8, error) @26
F Encapsulate768 ([]uint8, []uint8, error) @26
P crypto/pbkdf2
F Key ([]uint8, error) @24
P crypto/rand
F Int (*big.Int, error)
F Prime (*big.Int, error)
F Read (int, error)
V Reader io.Reader
F Text string @24
P crypto/rc4
F NewCipher (*Cipher, error)
M Cipher Reset
M Cipher XORKeyStream
M KeySizeError Error string
T Cipher struct
T KeySizeError int
P crypto/rsa
F DecryptOAEP ([]uint8, error)
F DecryptPKCS1v15 ([]uint8, error)
F DecryptPKCS1v15SessionKey error
F EncryptOAEP ([]uint8, error)
F EncryptPKCS1v15 ([]uint8, error)
F GenerateKey (*PrivateKey, error)
F GenerateMultiPrimeKey (*PrivateKey, error)
F SignPKCS1v15 ([]uint8, error)
F VerifyPKCS1v15 error
M PrivateKey Precompute
M PrivateKey Validate error
T CRTValue struct
S CRTValue Coeff *big.Int
S CRTValue Exp *big.Int
S CRTValue R *big.Int
T PrecomputedValues struct
S PrecomputedValues CRTValues []CRTValue
S PrecomputedValues Dp *big.Int
S PrecomputedValues Dq *big.Int
S PrecomputedValues Qinv *big.Int
T PrivateKey struct
S PrivateKey D *big.Int
S PrivateKey Precomputed PrecomputedValues
S PrivateKey Primes []*big.Int
S PrivateKey *PublicKey PublicKey
T PublicKey struct
S PublicKey E int
S PublicKey N *big.Int
V ErrDecryption error
V ErrMessageTooLong error
V ErrVerification error
F SignPSS ([]uint8, error)
F VerifyPSS error
T PSSOptions struct
S PSSOptions SaltLength int
M PSSOptions HashFunc crypto.Hash
M PrivateKey Public crypto.PublicKey
M PrivateKey Sign ([]uint8, error)
S PSSOptions Hash crypto.Hash
M PrivateKey Decrypt ([]uint8, error)
T OAEPOptions struct
S OAEPOptions Hash crypto.Hash
S OAEPOptions Label []uint8
T PKCS1v15DecryptOptions struct
S PKCS1v15DecryptOptions SessionKeyLen int
M PrivateKey Size int
M PublicKey Size int
M PrivateKey Equal bool
M PublicKey Equal bool
S OAEPOptions MGFHash crypto.Hash @20
F EncryptOAEPWithOptions ([]uint8, error) @26
P crypto/sha1
F New hash.Hash
F Sum [20]uint8
P crypto/sha256
F New hash.Hash
F New224 hash.Hash
F Sum224 [28]uint8
F Sum256 [32]uint8
P crypto/sha3
F New224 *SHA3 @24
F New256 *SHA3 @24
F New384 *SHA3 @24
F New512 *SHA3 @24
F NewCSHAKE128 *SHAKE @24
F NewCSHAKE256 *SHAKE @24
F NewSHAKE128 *SHAKE @24
F NewSHAKE256 *SHAKE @24
F Sum224 [28]uint8 @24
F Sum256 [32]uint8 @24
F Sum384 [48]uint8 @24
F Sum512 [64]uint8 @24
F SumSHAKE128 []uint8 @24
F SumSHAKE256 []uint8 @24
M SHA3 AppendBinary ([]uint8, error) @24
M SHA3 BlockSize int @24
M SHA3 MarshalBinary ([]uint8, error) @24
M SHA3 Reset  @24
M SHA3 Size int @24
M SHA3 Sum []uint8 @24
M SHA3 UnmarshalBinary error @24
M SHA3 Write (int, error) @24
M SHAKE AppendBinary ([]uint8, error) @24
M SHAKE BlockSize int @24
M SHAKE MarshalBinary ([]uint8, error) @24
M SHAKE Read (int, error) @24
M SHAKE Reset  @24
M SHAKE UnmarshalBinary error @24
M SHAKE Write (int, error) @24
T SHA3 struct @24
T SHAKE struct @24
M SHA3 Clone (hash.Cloner, error) @25
P crypto/sha512
F New hash.Hash
F New384 hash.Hash
F Sum384 [48]uint8
F Sum512 [64]uint8
F New512_224 hash.Hash
F New512_256 hash.Hash
F Sum512_224 [28]uint8
F Sum512_256 [32]uint8
P crypto/subtle
F ConstantTimeByteEq int
F ConstantTimeCompare int
F ConstantTimeCopy
F ConstantTimeEq int
F ConstantTimeSelect int
F ConstantTimeLessOrEq int
F XORBytes int @20
F WithDataIndependentTiming  @24
P crypto/tls
F Client *Conn
F Dial (*Conn, error)
F Listen (net.Listener, error)
F LoadX509KeyPair (Certificate, error)
F NewListener net.Listener
F Server *Conn
F X509KeyPair (Certificate, error)
M Config BuildNameToCertificate
M Conn Close error
M Conn ConnectionState ConnectionState
M Conn Handshake error
M Conn LocalAddr net.Addr
M Conn OCSPResponse []uint8
M Conn Read (int, error)
M Conn RemoteAddr net.Addr
M Conn SetDeadline error
M Conn SetReadDeadline error
M Conn SetWriteDeadline error
M Conn VerifyHostname error
M Conn Write (int, error)
T Certificate struct
S Certificate Certificate [][]uint8
S Certificate Leaf *x509.Certificate
S Certificate OCSPStaple []uint8
S Certificate PrivateKey crypto.PrivateKey
T ClientAuthType int
T Config struct
S Config Certificates []Certificate
S Config CipherSuites []uint16
S Config ClientAuth ClientAuthType
S Config ClientCAs *x509.CertPool
S Config InsecureSkipVerify bool
S Config NameToCertificate map[string]*Certificate
S Config NextProtos []string
S Config Rand io.Reader
S Config RootCAs *x509.CertPool
S Config ServerName string
S Config Time func() time.Time
T Conn struct
T ConnectionState struct
S ConnectionState CipherSuite uint16
S ConnectionState HandshakeComplete bool
S ConnectionState NegotiatedProtocol string
S ConnectionState NegotiatedProtocolIsMutual bool
S ConnectionState PeerCertificates []*x509.Certificate
S ConnectionState ServerName string
S ConnectionState VerifiedChains [][]*x509.Certificate
S Config PreferServerCipherSuites bool
S Config SessionTicketKey [32]uint8
S Config SessionTicketsDisabled bool
S ConnectionState DidResume bool
S Config MaxVersion uint16
S Config MinVersion uint16
F DialWithDialer (*Conn, error)
F NewLRUClientSessionCache ClientSessionCache
T ClientSessionCache interface
M ClientSessionCache Get (*ClientSessionState, bool)
M ClientSessionCache Put
T ClientSessionState struct
S Config ClientSessionCache ClientSessionCache
S Config CurvePreferences []CurveID
S ConnectionState Version uint16
T CurveID uint16
T ClientHelloInfo struct
S ClientHelloInfo CipherSuites []uint16
S ClientHelloInfo ServerName string
S ClientHelloInfo SupportedCurves []CurveID
S ClientHelloInfo SupportedPoints []uint8
S Config GetCertificate func(*ClientHelloInfo) (*Certificate, error)
S ConnectionState TLSUnique []uint8
M Config SetSessionTicketKeys
S Certificate SignedCertificateTimestamps [][]uint8
S ConnectionState OCSPResponse []uint8
S ConnectionState SignedCertificateTimestamps [][]uint8
M RecordHeaderError Error string
T RecordHeaderError struct
S RecordHeaderError Msg string
S RecordHeaderError RecordHeader [5]uint8
S Config DynamicRecordSizingDisabled bool
S Config Renegotiation RenegotiationSupport
T RenegotiationSupport int
M Config Clone *Config
M Conn CloseWrite error
T CertificateRequestInfo struct
S CertificateRequestInfo AcceptableCAs [][]uint8
S CertificateRequestInfo SignatureSchemes []SignatureScheme
S ClientHelloInfo Conn net.Conn
S ClientHelloInfo SignatureSchemes []SignatureScheme
S ClientHelloInfo SupportedProtos []string
S ClientHelloInfo SupportedVersions []uint16
S Config GetClientCertificate func(*CertificateRequestInfo) (*Certificate, error)
S Config GetConfigForClient func(*ClientHelloInfo) (*Config, error)
S Config KeyLogWriter io.Writer
S Config VerifyPeerCertificate func([][]uint8, [][]*x509.Certificate) error
T SignatureScheme uint16
M ConnectionState ExportKeyingMaterial ([]uint8, error)
S RecordHeaderError Conn net.Conn
F CipherSuiteName string
F CipherSuites []*CipherSuite
F InsecureCipherSuites []*CipherSuite
M CertificateRequestInfo SupportsCertificate error
M ClientHelloInfo SupportsCertificate error
S Certificate SupportedSignatureAlgorithms []SignatureScheme
S CertificateRequestInfo Version uint16
T CipherSuite struct
S CipherSuite ID uint16
S CipherSuite Insecure bool
S CipherSuite Name string
S CipherSuite SupportedVersions []uint16
M Dialer Dial (net.Conn, error)
M Dialer DialContext (net.Conn, error)
M ClientAuthType String string
M CurveID String string
M SignatureScheme String string
S Config VerifyConnection func(ConnectionState) error
T Dialer struct
S Dialer Config *Config
S Dialer NetDialer *net.Dialer
M CertificateRequestInfo Context context.Context
M ClientHelloInfo Context context.Context
M Conn HandshakeContext error
M Conn NetConn net.Conn
M CertificateVerificationError Error string @20
M CertificateVerificationError Unwrap error @20
T CertificateVerificationError struct @20
S CertificateVerificationError Err error @20
S CertificateVerificationError UnverifiedCertificates []*x509.Certificate @20
F NewResumptionState (*ClientSessionState, error) @21
F ParseSessionState (*SessionState, error) @21
F QUICClient *QUICConn @21
F QUICServer *QUICConn @21
F VersionName string @21
M AlertError Error string @21
M ClientSessionState ResumptionState ([]uint8, *SessionState, error) @21
M Config DecryptTicket (*SessionState, error) @21
M Config EncryptTicket ([]uint8, error) @21
M QUICConn Close error @21
M QUICConn ConnectionState ConnectionState @21
M QUICConn HandleData error @21
M QUICConn NextEvent QUICEvent @21
M QUICConn SendSessionTicket error @21
T QUICSessionTicketOptions struct @21
S QUICSessionTicketOptions EarlyData bool @21
M QUICConn SetTransportParameters  @21
M QUICConn Start error @21
M QUICEncryptionLevel String string @21
M SessionState Bytes ([]uint8, error) @21
T AlertError uint8 @21
S Config UnwrapSession func([]uint8, ConnectionState) (*SessionState, error) @21
S Config WrapSession func(ConnectionState, *SessionState) ([]uint8, error) @21
T QUICConfig struct @21
S QUICConfig TLSConfig *Config @21
T QUICConn struct @21
T QUICEncryptionLevel int @21
T QUICEventKind int @21
T QUICEvent struct @21
S QUICEvent Data []uint8 @21
S QUICEvent Kind QUICEventKind @21
S QUICEvent Level QUICEncryptionLevel @21
S QUICEvent Suite uint16 @21
T SessionState struct @21
S SessionState EarlyData bool @21
S SessionState Extra [][]uint8 @21
M ECHRejectionError Error string @23
M QUICConn StoreSession error @23
S Config EncryptedClientHelloConfigList []uint8 @23
S Config EncryptedClientHelloRejectionVerify func(ConnectionState) error @23
S ConnectionState ECHAccepted bool @23
T ECHRejectionError struct @23
S ECHRejectionError RetryConfigList []uint8 @23
S QUICConfig EnableSessionEvents bool @23
S QUICEvent SessionState *SessionState @23
S QUICSessionTicketOptions Extra [][]uint8 @23
S ClientHelloInfo Extensions []uint16 @24
S Config EncryptedClientHelloKeys []EncryptedClientHelloKey @24
T EncryptedClientHelloKey struct @24
S EncryptedClientHelloKey Config []uint8 @24
S EncryptedClientHelloKey PrivateKey []uint8 @24
S EncryptedClientHelloKey SendAsRetry bool @24
S Config GetEncryptedClientHelloKeys func(*ClientHelloInfo) ([]EncryptedClientHelloKey, error) @25
S ConnectionState CurveID CurveID @25
S ClientHelloInfo HelloRetryRequest bool @26
S ConnectionState HelloRetryRequest bool @26
S QUICEvent Err error @26
P crypto/x509
F CreateCertificate ([]uint8, error)
F MarshalPKCS1PrivateKey []uint8
F MarshalPKIXPublicKey ([]uint8, error)
F NewCertPool *CertPool
F ParseCRL (*pkix.CertificateList, error)
F ParseCertificate (*Certificate, error)
F ParseCertificates ([]*Certificate, error)
F ParseDERCRL (*pkix.CertificateList, error)
F ParsePKCS1PrivateKey (*rsa.PrivateKey, error)
F ParsePKCS8PrivateKey (interface{}, error)
F ParsePKIXPublicKey (interface{}, error)
M CertPool AddCert
M CertPool AppendCertsFromPEM bool
M CertPool Subjects [][]uint8
M Certificate CheckCRLSignature error
M Certificate CheckSignature error
M Certificate CheckSignatureFrom error
M Certificate CreateCRL ([]uint8, error)
M Certificate Equal bool
M Certificate Verify ([][]*Certificate, error)
M Certificate VerifyHostname error
M CertificateInvalidError Error string
M ConstraintViolationError Error string
M HostnameError Error string
M UnhandledCriticalExtension Error string
M UnknownAuthorityError Error string
T CertPool struct
T Certificate struct
S Certificate AuthorityKeyId []uint8
S Certificate BasicConstraintsValid bool
S Certificate DNSNames []string
S Certificate EmailAddresses []string
S Certificate ExtKeyUsage []ExtKeyUsage
S Certificate IsCA bool
S Certificate Issuer pkix.Name
S Certificate KeyUsage KeyUsage
S Certificate MaxPathLen int
S Certificate NotAfter time.Time
S Certificate NotBefore time.Time
S Certificate PermittedDNSDomains []string
S Certificate PermittedDNSDomainsCritical bool
S Certificate PolicyIdentifiers []asn1.ObjectIdentifier
S Certificate PublicKey interface{}
S Certificate PublicKeyAlgorithm PublicKeyAlgorithm
S Certificate Raw []uint8
S Certificate RawIssuer []uint8
S Certificate RawSubject []uint8
S Certificate RawSubjectPublicKeyInfo []uint8
S Certificate RawTBSCertificate []uint8
S Certificate SerialNumber *big.Int
S Certificate Signature []uint8
S Certificate SignatureAlgorithm SignatureAlgorithm
S Certificate Subject pkix.Name
S Certificate SubjectKeyId []uint8
S Certificate UnknownExtKeyUsage []asn1.ObjectIdentifier
S Certificate Version int
T CertificateInvalidError struct
S CertificateInvalidError Cert *Certificate
S CertificateInvalidError Reason InvalidReason
T ConstraintViolationError struct
T ExtKeyUsage int
T HostnameError struct
S HostnameError Certificate *Certificate
S HostnameError Host string
T InvalidReason int
T KeyUsage int
T PublicKeyAlgorithm int
T SignatureAlgorithm int
T UnhandledCriticalExtension struct
T UnknownAuthorityError struct
T VerifyOptions struct
S VerifyOptions CurrentTime time.Time
S VerifyOptions DNSName string
S VerifyOptions Intermediates *CertPool
S VerifyOptions Roots *CertPool
V ErrUnsupportedAlgorithm error
F DecryptPEMBlock ([]uint8, error)
F EncryptPEMBlock (*pem.Block, error)
F IsEncryptedPEMBlock bool
F ParseECPrivateKey (*ecdsa.PrivateKey, error)
M SystemRootsError Error string
S Certificate IPAddresses []net.IP
T PEMCipher int
T SystemRootsError struct
S VerifyOptions KeyUsages []ExtKeyUsage
V IncorrectPasswordError error
F MarshalECPrivateKey ([]uint8, error)
S Certificate CRLDistributionPoints []string
S Certificate Extensions []pkix.Extension
S Certificate ExtraExtensions []pkix.Extension
S Certificate IssuingCertificateURL []string
S Certificate OCSPServer []string
F CreateCertificateRequest ([]uint8, error)
F ParseCertificateRequest (*CertificateRequest, error)
T CertificateRequest struct
S CertificateRequest Attributes []pkix.AttributeTypeAndValueSET
S CertificateRequest DNSNames []string
S CertificateRequest EmailAddresses []string
S CertificateRequest Extensions []pkix.Extension
S CertificateRequest ExtraExtensions []pkix.Extension
S CertificateRequest IPAddresses []net.IP
S CertificateRequest PublicKey interface{}
S CertificateRequest PublicKeyAlgorithm PublicKeyAlgorithm
S CertificateRequest Raw []uint8
S CertificateRequest RawSubject []uint8
S CertificateRequest RawSubjectPublicKeyInfo []uint8
S CertificateRequest RawTBSCertificateRequest []uint8
S CertificateRequest Signature []uint8
S CertificateRequest SignatureAlgorithm SignatureAlgorithm
S CertificateRequest Subject pkix.Name
S CertificateRequest Version int
S Certificate MaxPathLenZero bool
M CertificateRequest CheckSignature error
S Certificate UnhandledCriticalExtensions []asn1.ObjectIdentifier
M InsecureAlgorithmError Error string
M SignatureAlgorithm String string
T InsecureAlgorithmError int
F SystemCertPool (*CertPool, error)
S SystemRootsError Err error
S UnknownAuthorityError Cert *Certificate
S Certificate ExcludedDNSDomains []string
F MarshalPKCS1PublicKey []uint8
F MarshalPKCS8PrivateKey ([]uint8, error)
F ParsePKCS1PublicKey (*rsa.PublicKey, error)
M PublicKeyAlgorithm String string
S Certificate ExcludedEmailAddresses []string
S Certificate ExcludedIPRanges []*net.IPNet
S Certificate ExcludedURIDomains []string
S Certificate PermittedEmailAddresses []string
S Certificate PermittedIPRanges []*net.IPNet
S Certificate PermittedURIDomains []string
S Certificate URIs []*url.URL
S CertificateInvalidError Detail string
S CertificateRequest URIs []*url.URL
S VerifyOptions MaxConstraintComparisions int
F CreateRevocationList ([]uint8, error)
T RevocationList struct
S RevocationList ExtraExtensions []pkix.Extension
S RevocationList NextUpdate time.Time
S RevocationList Number *big.Int
S RevocationList RevokedCertificates []pkix.RevokedCertificate
S RevocationList SignatureAlgorithm SignatureAlgorithm
S RevocationList ThisUpdate time.Time
M SystemRootsError Unwrap error
F ParseRevocationList (*RevocationList, error) @19
M CertPool Clone *CertPool @19
M CertPool Equal bool @19
M RevocationList CheckSignatureFrom error @19
S RevocationList AuthorityKeyId []uint8 @19
S RevocationList Extensions []pkix.Extension @19
S RevocationList Issuer pkix.Name @19
S RevocationList Raw []uint8 @19
S RevocationList RawIssuer []uint8 @19
S RevocationList RawTBSRevocationList []uint8 @19
S RevocationList Signature []uint8 @19
F SetFallbackRoots  @20
T RevocationListEntry struct @21
S RevocationListEntry Extensions []pkix.Extension @21
S RevocationListEntry ExtraExtensions []pkix.Extension @21
S RevocationListEntry Raw []uint8 @21
S RevocationListEntry ReasonCode int @21
S RevocationListEntry RevocationTime time.Time @21
S RevocationListEntry SerialNumber *big.Int @21
S RevocationList RevokedCertificateEntries []RevocationListEntry @21
F OIDFromInts (OID, error) @22
M CertPool AddCertWithConstraint  @22
M OID Equal bool @22
M OID EqualASN1OID bool @22
M OID String string @22
S Certificate Policies []OID @22
T OID struct @22
F ParseOID (OID, error) @23
M OID UnmarshalBinary error @23
M OID UnmarshalText error @23
M OID MarshalBinary ([]uint8, error) @23
M OID MarshalText ([]uint8, error) @23
M OID AppendBinary ([]uint8, error) @24
M OID AppendText ([]uint8, error) @24
S Certificate InhibitAnyPolicy int @24
S Certificate InhibitAnyPolicyZero bool @24
S Certificate InhibitPolicyMapping int @24
S Certificate InhibitPolicyMappingZero bool @24
S Certificate PolicyMappings []PolicyMapping @24
S Certificate RequireExplicitPolicy int @24
S Certificate RequireExplicitPolicyZero bool @24
T PolicyMapping struct @24
S PolicyMapping IssuerDomainPolicy OID @24
S PolicyMapping SubjectDomainPolicy OID @24
S VerifyOptions CertificatePolicies []OID @24
F OIDFromASN1OID (OID, error) @26
M ExtKeyUsage OID OID @26
M ExtKeyUsage String string @26
M KeyUsage String string @26
P crypto/x509/pkix
M CertificateList HasExpired bool
M Name FillFromRDNSequence
M Name ToRDNSequence RDNSequence
T AlgorithmIdentifier struct
S AlgorithmIdentifier Algorithm asn1.ObjectIdentifier
S AlgorithmIdentifier Parameters asn1.RawValue
T AttributeTypeAndValue struct
S AttributeTypeAndValue Type asn1.ObjectIdentifier
S AttributeTypeAndValue Value interface{}
T CertificateList struct
S CertificateList SignatureAlgorithm AlgorithmIdentifier
S CertificateList SignatureValue asn1.BitString
S CertificateList TBSCertList TBSCertificateList
T Extension struct
S Extension Critical bool
S Extension Id asn1.ObjectIdentifier
S Extension Value []uint8
T Name struct
S Name CommonName string
S Name Country []string
S Name Locality []string
S Name Names []AttributeTypeAndValue
S Name Organization []string
S Name OrganizationalUnit []string
S Name PostalCode []string
S Name Province []string
S Name SerialNumber string
S Name StreetAddress []string
T RDNSequence []RelativeDistinguishedNameSET
T RelativeDistinguishedNameSET []AttributeTypeAndValue
T RevokedCertificate struct
S RevokedCertificate Extensions []Extension
S RevokedCertificate RevocationTime time.Time
S RevokedCertificate SerialNumber *big.Int
T TBSCertificateList struct
S TBSCertificateList Extensions []Extension
S TBSCertificateList Issuer RDNSequence
S TBSCertificateList NextUpdate time.Time
S TBSCertificateList Raw asn1.RawContent
S TBSCertificateList RevokedCertificates []RevokedCertificate
S TBSCertificateList Signature AlgorithmIdentifier
S TBSCertificateList ThisUpdate time.Time
S TBSCertificateList Version int
T AttributeTypeAndValueSET struct
S AttributeTypeAndValueSET Type asn1.ObjectIdentifier
S AttributeTypeAndValueSET Value [][]AttributeTypeAndValue
S Name ExtraNames []AttributeTypeAndValue
M Name String string
M RDNSequence String string
P database/sql
F Open (*DB, error)
F Register
M DB Begin (*Tx, error)
M DB Close error
M DB Driver driver.Driver
M DB Exec (Result, error)
M DB Prepare (*Stmt, error)
M DB Query (*Rows, error)
M DB QueryRow *Row
M NullBool Scan error
M NullFloat64 Scan error
M NullInt64 Scan error
M NullString Scan error
M Row Scan error
M Rows Close error
M Rows Columns ([]string, error)
M Rows Err error
M Rows Next bool
M Rows Scan error
M Stmt Close error
M Stmt Exec (Result, error)
M Stmt Query (*Rows, error)
M Stmt QueryRow *Row
M Tx Commit error
M Tx Exec (Result, error)
M Tx Prepare (*Stmt, error)
M Tx Query (*Rows, error)
M Tx QueryRow *Row
M Tx Rollback error
M Tx Stmt *Stmt
M NullBool Value (driver.Value, error)
M NullFloat64 Value (driver.Value, error)
M NullInt64 Value (driver.Value, error)
M NullString Value (driver.Value, error)
T DB struct
T NullBool struct
S NullBool Bool bool
S NullBool Valid bool
T NullFloat64 struct
S NullFloat64 Float64 float64
S NullFloat64 Valid bool
T NullInt64 struct
S NullInt64 Int64 int64
S NullInt64 Valid bool
T NullString struct
S NullString String string
S NullString Valid bool
T RawBytes []uint8
T Result interface
M Result LastInsertId (int64, error)
M Result RowsAffected (int64, error)
T Row struct
T Rows struct
T Scanner interface
M Scanner Scan error
T Stmt struct
T Tx struct
V ErrNoRows error
V ErrTxDone error
M DB Ping error
M DB SetMaxIdleConns
M DB SetMaxOpenConns
F Drivers []string
M DB Stats DBStats
T DBStats struct
S DBStats OpenConnections int
M DB SetConnMaxLifetime
F Named NamedArg
M ColumnType DatabaseTypeName string
M ColumnType DecimalSize (int64, int64, bool)
M ColumnType Length (int64, bool)
M ColumnType Name string
M ColumnType Nullable (bool, bool)
M ColumnType ScanType reflect.Type
M DB BeginTx (*Tx, error)
M DB ExecContext (Result, error)
M DB PingContext error
M DB PrepareContext (*Stmt, error)
M DB QueryContext (*Rows, error)
M DB QueryRowContext *Row
M Rows ColumnTypes ([]*ColumnType, error)
M Rows NextResultSet bool
M Stmt ExecContext (Result, error)
M Stmt QueryContext (*Rows, error)
M Stmt QueryRowContext *Row
M Tx ExecContext (Result, error)
M Tx PrepareContext (*Stmt, error)
M Tx QueryContext (*Rows, error)
M Tx QueryRowContext *Row
M Tx StmtContext *Stmt
T ColumnType struct
T IsolationLevel int
T NamedArg struct
S NamedArg Name string
S NamedArg Value interface{}
T TxOptions struct
S TxOptions Isolation IsolationLevel
S TxOptions ReadOnly bool
M Conn BeginTx (*Tx, error)
M Conn Close error
M Conn ExecContext (Result, error)
M Conn PingContext error
M Conn PrepareContext (*Stmt, error)
M Conn QueryContext (*Rows, error)
M Conn QueryRowContext *Row
M DB Conn (*Conn, error)
T Conn struct
T Out struct
S Out Dest interface{}
S Out In bool
V ErrConnDone error
F OpenDB *DB
M IsolationLevel String string
S DBStats Idle int
S DBStats InUse int
S DBStats MaxIdleClosed int64
S DBStats MaxLifetimeClosed int64
S DBStats MaxOpenConnections int
S DBStats WaitCount int64
S DBStats WaitDuration time.Duration
M Conn Raw error
M NullInt32 Scan error
M NullInt32 Value (driver.Value, error)
M NullTime Scan error
M NullTime Value (driver.Value, error)
T NullInt32 struct
S NullInt32 Int32 int32
S NullInt32 Valid bool
T NullTime struct
S NullTime Time time.Time
S NullTime Valid bool
M DB SetConnMaxIdleTime
M Row Err error
S DBStats MaxIdleTimeClosed int64
M NullByte Scan error
M NullInt16 Scan error
M NullByte Value (driver.Value, error)
M NullInt16 Value (driver.Value, error)
T NullByte struct
S NullByte Byte uint8
S NullByte Valid bool
T NullInt16 struct
S NullInt16 Int16 int16
S NullInt16 Valid bool
M Null Scan error @22
M Null Value (driver.Value, error) @22
T Null struct @22
S Null V _ @22
S Null Valid bool @22
P database/sql/driver
F IsScanValue bool
F IsValue bool
M NotNull ConvertValue (Value, error)
M Null ConvertValue (Value, error)
M RowsAffected LastInsertId (int64, error)
M RowsAffected RowsAffected (int64, error)
T ColumnConverter interface
M ColumnConverter ColumnConverter ValueConverter
T Conn interface
M Conn Begin (Tx, error)
M Conn Close error
M Conn Prepare (Stmt, error)
T Driver interface
M Driver Open (Conn, error)
T Execer interface
M Execer Exec (Result, error)
T NotNull struct
S NotNull Converter ValueConverter
T Null struct
S Null Converter ValueConverter
T Result interface
M Result LastInsertId (int64, error)
M Result RowsAffected (int64, error)
T Rows interface
M Rows Close error
M Rows Columns []string
M Rows Next error
T RowsAffected int64
T Stmt interface
M Stmt Close error
M Stmt Exec (Result, error)
M Stmt NumInput int
M Stmt Query (Rows, error)
T Tx interface
M Tx Commit error
M Tx Rollback error
T Value interface
T ValueConverter interface
M ValueConverter ConvertValue (Value, error)
T Valuer interface
M Valuer Value (Value, error)
V Bool boolType
V DefaultParameterConverter defaultConverter
V ErrBadConn error
V ErrSkip error
V Int32 int32Type
V ResultNoRows noRows
V String stringType
T Queryer interface
M Queryer Query (Rows, error)
T ConnBeginTx interface
M ConnBeginTx BeginTx (Tx, error)
T ConnPrepareContext interface
M ConnPrepareContext PrepareContext (Stmt, error)
T ExecerContext interface
M ExecerContext ExecContext (Result, error)
T IsolationLevel int
T NamedValue struct
S NamedValue Name string
S NamedValue Ordinal int
S NamedValue Value Value
T Pinger interface
M Pinger Ping error
T QueryerContext interface
M QueryerContext QueryContext (Rows, error)
T RowsColumnTypeDatabaseTypeName interface
M RowsColumnTypeDatabaseTypeName Close error
M RowsColumnTypeDatabaseTypeName Columns []string
M RowsColumnTypeDatabaseTypeName ColumnTypeDatabaseTypeName string
M RowsColumnTypeDatabaseTypeName Next error
T RowsColumnTypeLength interface
M RowsColumnTypeLength Close error
M RowsColumnTypeLength Columns []string
M RowsColumnTypeLength ColumnTypeLength (int64, bool)
M RowsColumnTypeLength Next error
T RowsColumnTypeNullable interface
M RowsColumnTypeNullable Close error
M RowsColumnTypeNullable Columns []string
M RowsColumnTypeNullable ColumnTypeNullable (bool, bool)
M RowsColumnTypeNullable Next error
T RowsColumnTypePrecisionScale interface
M RowsColumnTypePrecisionScale Close error
M RowsColumnTypePrecisionScale Columns []string
M RowsColumnTypePrecisionScale ColumnTypePrecisionScale (int64, int64, bool)
M RowsColumnTypePrecisionScale Next error
T RowsColumnTypeScanType interface
M RowsColumnTypeScanType Close error
M RowsColumnTypeScanType Columns []string
M RowsColumnTypeScanType ColumnTypeScanType reflect.Type
M RowsColumnTypeScanType Next error
T RowsNextResultSet interface
M RowsNextResultSet Close error
M RowsNextResultSet Columns []string
M RowsNextResultSet HasNextResultSet bool
M RowsNextResultSet NextResultSet error
M RowsNextResultSet Next error
T StmtExecContext interface
M StmtExecContext ExecContext (Result, error)
T StmtQueryContext interface
M StmtQueryContext QueryContext (Rows, error)
T TxOptions struct
S TxOptions Isolation IsolationLevel
S TxOptions ReadOnly bool
T NamedValueChecker interface
M NamedValueChecker CheckNamedValue error
V ErrRemoveArgument error
T Connector interface
M Connector Connect (Conn, error)
M Connector Driver Driver
T DriverContext interface
M DriverContext OpenConnector (Connector, error)
T SessionResetter interface
M SessionResetter ResetSession error
T Validator interface
M Validator IsValid bool
P embed
M FS Open (fs.File, error)
M FS ReadDir ([]fs.DirEntry, error)
M FS ReadFile ([]uint8, error)
T FS struct
P encoding
T BinaryMarshaler interface
M BinaryMarshaler MarshalBinary ([]uint8, error)
T BinaryUnmarshaler interface
M BinaryUnmarshaler UnmarshalBinary error
T TextMarshaler interface
M TextMarshaler MarshalText ([]uint8, error)
T TextUnmarshaler interface
M TextUnmarshaler UnmarshalText error
T BinaryAppender interface @24
M BinaryAppender AppendBinary ([]uint8, error) @24
T TextAppender interface @24
M TextAppender AppendText ([]uint8, error) @24
P encoding/ascii85
F Decode (int, int, error)
F Encode int
F MaxEncodedLen int
F NewDecoder io.Reader
F NewEncoder io.WriteCloser
M CorruptInputError Error string
T CorruptInputError int64
P encoding/asn1
F Marshal ([]uint8, error)
F Unmarshal ([]uint8, error)
F UnmarshalWithParams ([]uint8, error)
M BitString At int
M BitString RightAlign []uint8
M ObjectIdentifier Equal bool
M StructuralError Error string
M SyntaxError Error string
T BitString struct
S BitString BitLength int
S BitString Bytes []uint8
T Enumerated int
T Flag bool
T ObjectIdentifier []int
T RawContent []uint8
T RawValue struct
S RawValue Bytes []uint8
S RawValue Class int
S RawValue FullBytes []uint8
S RawValue IsCompound bool
S RawValue Tag int
T StructuralError struct
S StructuralError Msg string
T SyntaxError struct
S SyntaxError Msg string
M ObjectIdentifier String string
V NullBytes []uint8
V NullRawValue RawValue
F MarshalWithParams ([]uint8, error)
P encoding/base32
F NewDecoder io.Reader
F NewEncoder io.WriteCloser
F NewEncoding *Encoding
M Encoding Decode (int, error)
M Encoding DecodeString ([]uint8, error)
M Encoding DecodedLen int
M Encoding Encode
M Encoding EncodeToString string
M Encoding EncodedLen int
M CorruptInputError Error string
T CorruptInputError int64
T Encoding struct
V HexEncoding *Encoding
V StdEncoding *Encoding
M Encoding WithPadding *Encoding
M Encoding AppendDecode ([]uint8, error) @22
M Encoding AppendEncode []uint8 @22
P encoding/base64
F NewDecoder io.Reader
F NewEncoder io.WriteCloser
F NewEncoding *Encoding
M Encoding Decode (int, error)
M Encoding DecodeString ([]uint8, error)
M Encoding DecodedLen int
M Encoding Encode
M Encoding EncodeToString string
M Encoding EncodedLen int
M CorruptInputError Error string
T CorruptInputError int64
T Encoding struct
V StdEncoding *Encoding
V URLEncoding *Encoding
M Encoding WithPadding *Encoding
V RawStdEncoding *Encoding
V RawURLEncoding *Encoding
M Encoding Strict *Encoding
M Encoding AppendDecode ([]uint8, error) @22
M Encoding AppendEncode []uint8 @22
P encoding/binary
F PutUvarint int
F PutVarint int
F Read error
F ReadUvarint (uint64, error)
F ReadVarint (int64, error)
F Size int
F Uvarint (uint64, int)
F Varint (int64, int)
F Write error
T ByteOrder interface
M ByteOrder PutUint16
M ByteOrder PutUint32
M ByteOrder PutUint64
M ByteOrder String string
M ByteOrder Uint16 uint16
M ByteOrder Uint32 uint32
M ByteOrder Uint64 uint64
V BigEndian bigEndian
V LittleEndian littleEndian
F AppendUvarint []uint8 @19
F AppendVarint []uint8 @19
T AppendByteOrder interface @19
M AppendByteOrder AppendUint16 []uint8 @19
M AppendByteOrder AppendUint32 []uint8 @19
M AppendByteOrder AppendUint64 []uint8 @19
M AppendByteOrder String string @19
V NativeEndian nativeEndian @21
F Append ([]uint8, error) @23
F Decode (int, error) @23
F Encode (int, error) @23
P encoding/csv
F NewReader *Reader
F NewWriter *Writer
M ParseError Error string
M Reader Read ([]string, error)
M Reader ReadAll ([][]string, error)
M Writer Flush
M Writer Write error
M Writer WriteAll error
T ParseError struct
S ParseError Column int
S ParseError Err error
S ParseError Line int
T Reader struct
S Reader Comma int32
S Reader Comment int32
S Reader FieldsPerRecord int
S Reader LazyQuotes bool
S Reader TrailingComma bool
S Reader TrimLeadingSpace bool
T Writer struct
S Writer Comma int32
S Writer UseCRLF bool
V ErrBareQuote error
V ErrFieldCount error
V ErrQuote error
V ErrTrailingComma error
M Writer Error error
S Reader ReuseRecord bool
S ParseError StartLine int
M ParseError Unwrap error
M Reader FieldPos (int, int)
M Reader InputOffset int64 @19
P encoding/gob
F NewDecoder *Decoder
F NewEncoder *Encoder
F Register
F RegisterName
M Decoder Decode error
M Decoder DecodeValue error
M Encoder Encode error
M Encoder EncodeValue error
T CommonType struct
S CommonType Id typeId
S CommonType Name string
T Decoder struct
T Encoder struct
T GobDecoder interface
M GobDecoder GobDecode error
T GobEncoder interface
M GobEncoder GobEncode ([]uint8, error)
P encoding/hex
F Decode (int, error)
F DecodeString ([]uint8, error)
F DecodedLen int
F Dump string
F Dumper io.WriteCloser
F Encode int
F EncodeToString string
F EncodedLen int
M InvalidByteError Error string
T InvalidByteError uint8
V ErrLength error
F NewDecoder io.Reader
F NewEncoder io.Writer
F AppendDecode ([]uint8, error) @22
F AppendEncode []uint8 @22
P encoding/json
F Compact error
F HTMLEscape
F Indent error
F Marshal ([]uint8, error)
F MarshalIndent ([]uint8, error)
F NewDecoder *Decoder
F NewEncoder *Encoder
F Unmarshal error
M Decoder Decode error
M Encoder Encode error
M InvalidUTF8Error Error string
M InvalidUnmarshalError Error string
M MarshalerError Error string
M RawMessage MarshalJSON ([]uint8, error)
M RawMessage UnmarshalJSON error
M SyntaxError Error string
M UnmarshalFieldError Error string
M UnmarshalTypeError Error string
M UnsupportedTypeError Error string
M UnsupportedValueError Error string
T Decoder struct
T Encoder struct
T InvalidUTF8Error struct
S InvalidUTF8Error S string
T InvalidUnmarshalError struct
S InvalidUnmarshalError Type reflect.Type
T Marshaler interface
M Marshaler MarshalJSON ([]uint8, error)
T MarshalerError struct
S MarshalerError Err error
S MarshalerError Type reflect.Type
T RawMessage []uint8
T SyntaxError struct
S SyntaxError Offset int64
T UnmarshalFieldError struct
S UnmarshalFieldError Field reflect.StructField
S UnmarshalFieldError Key string
S UnmarshalFieldError Type reflect.Type
T UnmarshalTypeError struct
S UnmarshalTypeError Type reflect.Type
S UnmarshalTypeError Value string
T Unmarshaler interface
M Unmarshaler UnmarshalJSON error
T UnsupportedTypeError struct
S UnsupportedTypeError Type reflect.Type
T UnsupportedValueError struct
S UnsupportedValueError Str string
S UnsupportedValueError Value reflect.Value
M Decoder Buffered io.Reader
M Decoder UseNumber
M Number Float64 (float64, error)
M Number Int64 (int64, error)
M Number String string
T Number string
M Decoder More bool
M Decoder Token (Token, error)
M Delim String string
T Delim int32
T Token interface
S UnmarshalTypeError Offset int64
M Encoder SetEscapeHTML
M Encoder SetIndent
S UnmarshalTypeError Field string
S UnmarshalTypeError Struct string
F Valid bool
M Decoder DisallowUnknownFields
M MarshalerError Unwrap error
M Decoder InputOffset int64
P encoding/pem
F Decode (*Block, []uint8)
F Encode error
F EncodeToMemory []uint8
T Block struct
S Block Bytes []uint8
S Block Headers map[string]string
S Block Type string
P encoding/xml
F CopyToken Token
F Escape
F Marshal ([]uint8, error)
F MarshalIndent ([]uint8, error)
F NewDecoder *Decoder
F NewEncoder *Encoder
F Unmarshal error
M Decoder Decode error
M Decoder DecodeElement error
M Decoder RawToken (Token, error)
M Decoder Skip error
M Decoder Token (Token, error)
M Encoder Encode error
M SyntaxError Error string
M TagPathError Error string
M UnsupportedTypeError Error string
M CharData Copy CharData
M Comment Copy Comment
M Directive Copy Directive
M ProcInst Copy ProcInst
M StartElement Copy StartElement
M UnmarshalError Error string
T Attr struct
S Attr Name Name
S Attr Value string
T CharData []uint8
T Comment []uint8
T Decoder struct
S Decoder AutoClose []string
S Decoder CharsetReader func(string, io.Reader) (io.Reader, error)
S Decoder Entity map[string]string
S Decoder Strict bool
T Directive []uint8
T Encoder struct
T EndElement struct
S EndElement Name Name
T Name struct
S Name Local string
S Name Space string
T ProcInst struct
S ProcInst Inst []uint8
S ProcInst Target string
T StartElement struct
S StartElement Attr []Attr
S StartElement Name Name
T SyntaxError struct
S SyntaxError Line int
S SyntaxError Msg string
T TagPathError struct
S TagPathError Field1 string
S TagPathError Field2 string
S TagPathError Struct reflect.Type
S TagPathError Tag1 string
S TagPathError Tag2 string
T Token interface
T UnmarshalError string
T UnsupportedTypeError struct
S UnsupportedTypeError Type reflect.Type
V HTMLAutoClose []string
V HTMLEntity map[string]string
F EscapeText error
M Encoder Indent
S Decoder DefaultSpace string
M Encoder EncodeElement error
M Encoder EncodeToken error
M Encoder Flush error
M StartElement End EndElement
T Marshaler interface
M Marshaler MarshalXML error
T MarshalerAttr interface
M MarshalerAttr MarshalXMLAttr (Attr, error)
T Unmarshaler interface
M Unmarshaler UnmarshalXML error
T UnmarshalerAttr interface
M UnmarshalerAttr UnmarshalXMLAttr error
M Decoder InputOffset int64
F NewTokenDecoder *Decoder
T TokenReader interface
M TokenReader Token (Token, error)
M Decoder InputPos (int, int) @19
M Encoder Close error @20
P errors
F New error
F As bool
F Is bool
F Unwrap error
F Join error @20
V ErrUnsupported error @21
F AsType (_, bool) @26
P expvar
F Do
F Get Var
F NewFloat *Float
F NewInt *Int
F NewMap *Map
F NewString *String
F Publish
M Float Add
M Float Set
M Float String string
M Int Add
M Int Set
M Int String string
M Map Add
M Map AddFloat
M Map Do
M Map Get Var
M Map Init *Map
M Map Set
M Map String string
M String Set
M String String string
M Func String string
T Float struct
T Func func() interface{}
T Int struct
T KeyValue struct
S KeyValue Key string
S KeyValue Value Var
T Map struct
T String struct
T Var interface
M Var String string
F Handler http.Handler
M Float Value float64
M Func Value interface{}
M Int Value int64
M String Value string
M Map Delete
P flag
F Arg string
F Args []string
F Bool *bool
F BoolVar
F Duration *time.Duration
F DurationVar
F Float64 *float64
F Float64Var
F Int *int
F Int64 *int64
F Int64Var
F IntVar
F Lookup *Flag
F NArg int
F NFlag int
F NewFlagSet *FlagSet
F Parse
F Parsed bool
F PrintDefaults
F Set error
F String *string
F StringVar
F Uint *uint
F Uint64 *uint64
F Uint64Var
F UintVar
F Var
F Visit
F VisitAll
M FlagSet Arg string
M FlagSet Args []string
M FlagSet Bool *bool
M FlagSet BoolVar
M FlagSet Duration *time.Duration
M FlagSet DurationVar
M FlagSet Float64 *float64
M FlagSet Float64Var
M FlagSet Init
M FlagSet Int *int
M FlagSet Int64 *int64
M FlagSet Int64Var
M FlagSet IntVar
M FlagSet Lookup *Flag
M FlagSet NArg int
M FlagSet NFlag int
M FlagSet Parse error
M FlagSet Parsed bool
M FlagSet PrintDefaults
M FlagSet Set error
M FlagSet SetOutput
M FlagSet String *string
M FlagSet StringVar
M FlagSet Uint *uint
M FlagSet Uint64 *uint64
M FlagSet Uint64Var
M FlagSet UintVar
M FlagSet Var
M FlagSet Visit
M FlagSet VisitAll
T ErrorHandling int
T Flag struct
S Flag DefValue string
S Flag Name string
S Flag Usage string
S Flag Value Value
T FlagSet struct
S FlagSet Usage func()
T Value interface
M Value Set error
M Value String string
V ErrHelp error
V Usage func()
T Getter interface
M Getter Get interface{}
M Getter Set error
M Getter String string
V CommandLine *FlagSet
F UnquoteUsage (string, string)
M FlagSet ErrorHandling ErrorHandling
M FlagSet Name string
M FlagSet Output io.Writer
F Func
M FlagSet Func
F TextVar  @19
M FlagSet TextVar  @19
F BoolFunc  @21
M FlagSet BoolFunc  @21
P fmt
F Errorf error
F Fprint (int, error)
F Fprintf (int, error)
F Fprintln (int, error)
F Fscan (int, error)
F Fscanf (int, error)
F Fscanln (int, error)
F Print (int, error)
F Printf (int, error)
F Println (int, error)
F Scan (int, error)
F Scanf (int, error)
F Scanln (int, error)
F Sprint string
F Sprintf string
F Sprintln string
F Sscan (int, error)
F Sscanf (int, error)
F Sscanln (int, error)
T Formatter interface
M Formatter Format
T GoStringer interface
M GoStringer GoString string
T ScanState interface
M ScanState Read (int, error)
M ScanState ReadRune (int32, int, error)
M ScanState SkipSpace
M ScanState Token ([]uint8, error)
M ScanState UnreadRune error
M ScanState Width (int, bool)
T Scanner interface
M Scanner Scan error
T State interface
M State Flag bool
M State Precision (int, bool)
M State Width (int, bool)
M State Write (int, error)
T Stringer interface
M Stringer String string
F Append []uint8 @19
F Appendf []uint8 @19
F Appendln []uint8 @19
F FormatString string @20
P go/ast
F FileExports bool
F FilterDecl bool
F FilterFile bool
F FilterPackage bool
F Fprint error
F Inspect
F IsExported bool
F MergePackageFiles *File
F NewIdent *Ident
F NewObj *Object
F NewPackage (*Package, error)
F NewScope *Scope
F NotNilFilter bool
F PackageExports bool
F Print error
F SortImports
F Walk
M ArrayType End token.Pos
M ArrayType Pos token.Pos
M AssignStmt End token.Pos
M AssignStmt Pos token.Pos
M BadDecl End token.Pos
M BadDecl Pos token.Pos
M BadExpr End token.Pos
M BadExpr Pos token.Pos
M BadStmt End token.Pos
M BadStmt Pos token.Pos
M BasicLit End token.Pos
M BasicLit Pos token.Pos
M BinaryExpr End token.Pos
M BinaryExpr Pos token.Pos
M BlockStmt End token.Pos
M BlockStmt Pos token.Pos
M BranchStmt End token.Pos
M BranchStmt Pos token.Pos
M CallExpr End token.Pos
M CallExpr Pos token.Pos
M CaseClause End token.Pos
M CaseClause Pos token.Pos
M ChanType End token.Pos
M ChanType Pos token.Pos
M CommClause End token.Pos
M CommClause Pos token.Pos
M Comment End token.Pos
M Comment Pos token.Pos
M CommentGroup End token.Pos
M CommentGroup Pos token.Pos
M CommentGroup Text string
M CompositeLit End token.Pos
M CompositeLit Pos token.Pos
M DeclStmt End token.Pos
M DeclStmt Pos token.Pos
M DeferStmt End token.Pos
M DeferStmt Pos token.Pos
M Ellipsis End token.Pos
M Ellipsis Pos token.Pos
M EmptyStmt End token.Pos
M EmptyStmt Pos token.Pos
M ExprStmt End token.Pos
M ExprStmt Pos token.Pos
M Field End token.Pos
M Field Pos token.Pos
M FieldList End token.Pos
M FieldList NumFields int
M FieldList Pos token.Pos
M File End token.Pos
M File Pos token.Pos
M ForStmt End token.Pos
M ForStmt Pos token.Pos
M FuncDecl End token.Pos
M FuncDecl Pos token.Pos
M FuncLit End token.Pos
M FuncLit Pos token.Pos
M FuncType End token.Pos
M FuncType Pos token.Pos
M GenDecl End token.Pos
M GenDecl Pos token.Pos
M GoStmt End token.Pos
M GoStmt Pos token.Pos
M Ident End token.Pos
M Ident IsExported bool
M Ident Pos token.Pos
M Ident String string
M IfStmt End token.Pos
M IfStmt Pos token.Pos
M ImportSpec End token.Pos
M ImportSpec Pos token.Pos
M IncDecStmt End token.Pos
M IncDecStmt Pos token.Pos
M IndexExpr End token.Pos
M IndexExpr Pos token.Pos
M InterfaceType End token.Pos
M InterfaceType Pos token.Pos
M KeyValueExpr End token.Pos
M KeyValueExpr Pos token.Pos
M LabeledStmt End token.Pos
M LabeledStmt Pos token.Pos
M MapType End token.Pos
M MapType Pos token.Pos
M Object Pos token.Pos
M Package End token.Pos
M Package Pos token.Pos
M ParenExpr End token.Pos
M ParenExpr Pos token.Pos
M RangeStmt End token.Pos
M RangeStmt Pos token.Pos
M ReturnStmt End token.Pos
M ReturnStmt Pos token.Pos
M Scope Insert *Object
M Scope Lookup *Object
M Scope String string
M SelectStmt End token.Pos
M SelectStmt Pos token.Pos
M SelectorExpr End token.Pos
M SelectorExpr Pos token.Pos
M SendStmt End token.Pos
M SendStmt Pos token.Pos
M SliceExpr End token.Pos
M SliceExpr Pos token.Pos
M StarExpr End token.Pos
M StarExpr Pos token.Pos
M StructType End token.Pos
M StructType Pos token.Pos
M SwitchStmt End token.Pos
M SwitchStmt Pos token.Pos
M TypeAssertExpr End token.Pos
M TypeAssertExpr Pos token.Pos
M TypeSpec End token.Pos
M TypeSpec Pos token.Pos
M TypeSwitchStmt End token.Pos
M TypeSwitchStmt Pos token.Pos
M UnaryExpr End token.Pos
M UnaryExpr Pos token.Pos
M ValueSpec End token.Pos
M ValueSpec Pos token.Pos
M ObjKind String string
T ArrayType struct
S ArrayType Elt Expr
S ArrayType Lbrack token.Pos
S ArrayType Len Expr
T AssignStmt struct
S AssignStmt Lhs []Expr
S AssignStmt Rhs []Expr
S AssignStmt Tok token.Token
S AssignStmt TokPos token.Pos
T BadDecl struct
S BadDecl From token.Pos
S BadDecl To token.Pos
T BadExpr struct
S BadExpr From token.Pos
S BadExpr To token.Pos
T BadStmt struct
S BadStmt From token.Pos
S BadStmt To token.Pos
T BasicLit struct
S BasicLit Kind token.Token
S BasicLit Value string
S BasicLit ValuePos token.Pos
T BinaryExpr struct
S BinaryExpr Op token.Token
S BinaryExpr OpPos token.Pos
S BinaryExpr X Expr
S BinaryExpr Y Expr
T BlockStmt struct
S BlockStmt Lbrace token.Pos
S BlockStmt List []Stmt
S BlockStmt Rbrace token.Pos
T BranchStmt struct
S BranchStmt Label *Ident
S BranchStmt Tok token.Token
S BranchStmt TokPos token.Pos
T CallExpr struct
S CallExpr Args []Expr
S CallExpr Ellipsis token.Pos
S CallExpr Fun Expr
S CallExpr Lparen token.Pos
S CallExpr Rparen token.Pos
T CaseClause struct
S CaseClause Body []Stmt
S CaseClause Case token.Pos
S CaseClause Colon token.Pos
S CaseClause List []Expr
T ChanDir int
T ChanType struct
S ChanType Begin token.Pos
S ChanType Dir ChanDir
S ChanType Value Expr
T CommClause struct
S CommClause Body []Stmt
S CommClause Case token.Pos
S CommClause Colon token.Pos
S CommClause Comm Stmt
T Comment struct
S Comment Slash token.Pos
S Comment Text string
T CommentGroup struct
S CommentGroup List []*Comment
T CompositeLit struct
S CompositeLit Elts []Expr
S CompositeLit Lbrace token.Pos
S CompositeLit Rbrace token.Pos
S CompositeLit Type Expr
M Decl End token.Pos
M Decl Pos token.Pos
T DeclStmt struct
S DeclStmt Decl Decl
T DeferStmt struct
S DeferStmt Call *CallExpr
S DeferStmt Defer token.Pos
T Ellipsis struct
S Ellipsis Ellipsis token.Pos
S Ellipsis Elt Expr
T EmptyStmt struct
S EmptyStmt Semicolon token.Pos
M Expr End token.Pos
M Expr Pos token.Pos
T ExprStmt struct
S ExprStmt X Expr
T Field struct
S Field Comment *CommentGroup
S Field Doc *CommentGroup
S Field Names []*Ident
S Field Tag *BasicLit
S Field Type Expr
T FieldFilter func(string, reflect.Value) bool
T FieldList struct
S FieldList Closing token.Pos
S FieldList List []*Field
S FieldList Opening token.Pos
T File struct
S File Comments []*CommentGroup
S File Decls []Decl
S File Doc *CommentGroup
S File Imports []*ImportSpec
S File Name *Ident
S File Package token.Pos
S File Scope *Scope
S File Unresolved []*Ident
T Filter func(string) bool
T ForStmt struct
S ForStmt Body *BlockStmt
S ForStmt Cond Expr
S ForStmt For token.Pos
S ForStmt Init Stmt
S ForStmt Post Stmt
T FuncDecl struct
S FuncDecl Body *BlockStmt
S FuncDecl Doc *CommentGroup
S FuncDecl Name *Ident
S FuncDecl Recv *FieldList
S FuncDecl Type *FuncType
T FuncLit struct
S FuncLit Body *BlockStmt
S FuncLit Type *FuncType
T FuncType struct
S FuncType Func token.Pos
S FuncType Params *FieldList
S FuncType Results *FieldList
T GenDecl struct
S GenDecl Doc *CommentGroup
S GenDecl Lparen token.Pos
S GenDecl Rparen token.Pos
S GenDecl Specs []Spec
S GenDecl Tok token.Token
S GenDecl TokPos token.Pos
T GoStmt struct
S GoStmt Call *CallExpr
S GoStmt Go token.Pos
T Ident struct
S Ident Name string
S Ident NamePos token.Pos
S Ident Obj *Object
T IfStmt struct
S IfStmt Body *BlockStmt
S IfStmt Cond Expr
S IfStmt Else Stmt
S IfStmt If token.Pos
S IfStmt Init Stmt
T ImportSpec struct
S ImportSpec Comment *CommentGroup
S ImportSpec Doc *CommentGroup
S ImportSpec EndPos token.Pos
S ImportSpec Name *Ident
S ImportSpec Path *BasicLit
T Importer func(map[string]*Object, string) (*Object, error)
T IncDecStmt struct
S IncDecStmt Tok token.Token
S IncDecStmt TokPos token.Pos
S IncDecStmt X Expr
T IndexExpr struct
S IndexExpr Index Expr
S IndexExpr Lbrack token.Pos
S IndexExpr Rbrack token.Pos
S IndexExpr X Expr
T InterfaceType struct
S InterfaceType Incomplete bool
S InterfaceType Interface token.Pos
S InterfaceType Methods *FieldList
T KeyValueExpr struct
S KeyValueExpr Colon token.Pos
S KeyValueExpr Key Expr
S KeyValueExpr Value Expr
T LabeledStmt struct
S LabeledStmt Colon token.Pos
S LabeledStmt Label *Ident
S LabeledStmt Stmt Stmt
T MapType struct
S MapType Key Expr
S MapType Map token.Pos
S MapType Value Expr
T MergeMode uint
T Node interface
M Node End token.Pos
M Node Pos token.Pos
T ObjKind int
T Object struct
S Object Data interface{}
S Object Decl interface{}
S Object Kind ObjKind
S Object Name string
S Object Type interface{}
T Package struct
S Package Files map[string]*File
S Package Imports map[string]*Object
S Package Name string
S Package Scope *Scope
T ParenExpr struct
S ParenExpr Lparen token.Pos
S ParenExpr Rparen token.Pos
S ParenExpr X Expr
T RangeStmt struct
S RangeStmt Body *BlockStmt
S RangeStmt For token.Pos
S RangeStmt Key Expr
S RangeStmt Tok token.Token
S RangeStmt TokPos token.Pos
S RangeStmt Value Expr
S RangeStmt X Expr
T ReturnStmt struct
S ReturnStmt Results []Expr
S ReturnStmt Return token.Pos
T Scope struct
S Scope Objects map[string]*Object
S Scope Outer *Scope
T SelectStmt struct
S SelectStmt Body *BlockStmt
S SelectStmt Select token.Pos
T SelectorExpr struct
S SelectorExpr Sel *Ident
S SelectorExpr X Expr
T SendStmt struct
S SendStmt Arrow token.Pos
S SendStmt Chan Expr
S SendStmt Value Expr
T SliceExpr struct
S SliceExpr High Expr
S SliceExpr Lbrack token.Pos
S SliceExpr Low Expr
S SliceExpr Rbrack token.Pos
S SliceExpr X Expr
M Spec End token.Pos
M Spec Pos token.Pos
T StarExpr struct
S StarExpr Star token.Pos
S StarExpr X Expr
M Stmt End token.Pos
M Stmt Pos token.Pos
T StructType struct
S StructType Fields *FieldList
S StructType Incomplete bool
S StructType Struct token.Pos
T SwitchStmt struct
S SwitchStmt Body *BlockStmt
S SwitchStmt Init Stmt
S SwitchStmt Switch token.Pos
S SwitchStmt Tag Expr
T TypeAssertExpr struct
S TypeAssertExpr Type Expr
S TypeAssertExpr X Expr
T TypeSpec struct
S TypeSpec Comment *CommentGroup
S TypeSpec Doc *CommentGroup
S TypeSpec Name *Ident
S TypeSpec Type Expr
T TypeSwitchStmt struct
S TypeSwitchStmt Assign Stmt
S TypeSwitchStmt Body *BlockStmt
S TypeSwitchStmt Init Stmt
S TypeSwitchStmt Switch token.Pos
T UnaryExpr struct
S UnaryExpr Op token.Token
S UnaryExpr OpPos token.Pos
S UnaryExpr X Expr
T ValueSpec struct
S ValueSpec Comment *CommentGroup
S ValueSpec Doc *CommentGroup
S ValueSpec Names []*Ident
S ValueSpec Type Expr
S ValueSpec Values []Expr
T Visitor interface
M Visitor Visit Visitor
F NewCommentMap CommentMap
M CommentMap Comments []*CommentGroup
M CommentMap Filter CommentMap
M CommentMap String string
M CommentMap Update Node
S ChanType Arrow token.Pos
T CommentMap map[Node][]*CommentGroup
S SliceExpr Max Expr
S SliceExpr Slice3 bool
S TypeAssertExpr Lparen token.Pos
S TypeAssertExpr Rparen token.Pos
S EmptyStmt Implicit bool
S TypeSpec Assign token.Pos
S CompositeLit Incomplete bool
M IndexListExpr End token.Pos
M IndexListExpr Pos token.Pos
S FuncType TypeParams *FieldList
T IndexListExpr struct
S IndexListExpr Indices []Expr
S IndexListExpr Lbrack token.Pos
S IndexListExpr Rbrack token.Pos
S IndexListExpr X Expr
S TypeSpec TypeParams *FieldList
S File FileEnd token.Pos @20
S File FileStart token.Pos @20
S RangeStmt Range token.Pos @20
F IsGenerated bool @21
S File GoVersion string @21
F Unparen Expr @22
F Preorder iter.Seq[Node] @23
F PreorderStack  @25
F ParseDirective (Directive, bool) @26
M Directive End token.Pos @26
M Directive ParseArgs ([]DirectiveArg, error) @26
M Directive Pos token.Pos @26
S BasicLit ValueEnd token.Pos @26
T Directive struct @26
S Directive Args string @26
S Directive ArgsPos token.Pos @26
S Directive Name string @26
S Directive Slash token.Pos @26
S Directive Tool string @26
T DirectiveArg struct @26
S DirectiveArg Arg string @26
S DirectiveArg Pos token.Pos @26
P go/build
F ArchChar (string, error)
F Import (*Package, error)
F ImportDir (*Package, error)
F IsLocalImport bool
M Context Import (*Package, error)
M Context ImportDir (*Package, error)
M Context SrcDirs []string
M NoGoError Error string
M Package IsCommand bool
T Context struct
S Context BuildTags []string
S Context CgoEnabled bool
S Context Compiler string
S Context GOARCH string
S Context GOOS string
S Context GOPATH string
S Context GOROOT string
S Context HasSubdir func(string, string) (string, bool)
S Context IsAbsPath func(string) bool
S Context IsDir func(string) bool
S Context JoinPath func(...string) string
S Context OpenFile func(string) (io.ReadCloser, error)
S Context ReadDir func(string) ([]os.FileInfo, error)
S Context SplitPathList func(string) []string
S Context UseAllFiles bool
T ImportMode uint
T NoGoError struct
S NoGoError Dir string
T Package struct
S Package BinDir string
S Package CFiles []string
S Package CgoCFLAGS []string
S Package CgoFiles []string
S Package CgoLDFLAGS []string
S Package CgoPkgConfig []string
S Package Dir string
S Package Doc string
S Package GoFiles []string
S Package Goroot bool
S Package HFiles []string
S Package ImportPath string
S Package ImportPos map[string][]token.Position
S Package Imports []string
S Package Name string
S Package PkgObj string
S Package PkgRoot string
S Package Root string
S Package SFiles []string
S Package SrcRoot string
S Package SysoFiles []string
S Package TestGoFiles []string
S Package TestImportPos map[string][]token.Position
S Package TestImports []string
S Package XTestGoFiles []string
S Package XTestImportPos map[string][]token.Position
S Package XTestImports []string
V Default Context
V ToolDir string
S Context InstallSuffix string
S Context ReleaseTags []string
S Package IgnoredGoFiles []string
S Package SwigCXXFiles []string
S Package SwigFiles []string
M Context MatchFile (bool, error)
S Package AllTags []string
S Package CXXFiles []string
S Package CgoCPPFLAGS []string
S Package CgoCXXFLAGS []string
S Package ConflictDir string
S Package MFiles []string
S Package ImportComment string
M MultiplePackageError Error string
T MultiplePackageError struct
S MultiplePackageError Dir string
S MultiplePackageError Files []string
S MultiplePackageError Packages []string
S Package PkgTargetRoot string
S Package InvalidGoFiles []string
S Package BinaryOnly bool
S Package CgoFFLAGS []string
S Package FFiles []string
S Context Dir string
S Package EmbedPatterns []string
S Package EmbedPatternPos map[string][]token.Position
S Package IgnoredOtherFiles []string
S Package TestEmbedPatterns []string
S Package TestEmbedPatternPos map[string][]token.Position
S Package XTestEmbedPatterns []string
S Package XTestEmbedPatternPos map[string][]token.Position
S Context ToolTags []string
T Directive struct @21
S Directive Pos token.Position @21
S Directive Text string @21
S Package Directives []Directive @21
S Package TestDirectives []Directive @21
S Package XTestDirectives []Directive @21
P go/build/constraint
F IsGoBuild bool
F IsPlusBuild bool
F Parse (Expr, error)
F PlusBuildLines ([]string, error)
M AndExpr Eval bool
M AndExpr String string
M NotExpr Eval bool
M NotExpr String string
M OrExpr Eval bool
M OrExpr String string
M SyntaxError Error string
M TagExpr Eval bool
M TagExpr String string
T AndExpr struct
S AndExpr X Expr
S AndExpr Y Expr
M Expr Eval bool
M Expr String string
T NotExpr struct
S NotExpr X Expr
T OrExpr struct
S OrExpr X Expr
S OrExpr Y Expr
T SyntaxError struct
S SyntaxError Err string
S SyntaxError Offset int
T TagExpr struct
S TagExpr Tag string
F GoVersion string @21
P go/constant
F BinaryOp Value
F BitLen int
F BoolVal bool
F Bytes []uint8
F Compare bool
F Denom Value
F Float32Val (float32, bool)
F Float64Val (float64, bool)
F Imag Value
F Int64Val (int64, bool)
F MakeBool Value
F MakeFloat64 Value
F MakeFromBytes Value
F MakeFromLiteral Value
F MakeImag Value
F MakeInt64 Value
F MakeString Value
F MakeUint64 Value
F MakeUnknown Value
F Num Value
F Real Value
F Shift Value
F Sign int
F StringVal string
F Uint64Val (uint64, bool)
F UnaryOp Value
T Kind int
M Value Kind Kind
M Value String string
F ToComplex Value
F ToFloat Value
F ToInt Value
M Value ExactString string
F Make Value
F Val interface{}
M Kind String string
P go/doc
F Examples []*Example
F New *Package
F Synopsis string
F ToHTML
F ToText
M Package Filter
T Example struct
S Example Code ast.Node
S Example Comments []*ast.CommentGroup
S Example Doc string
S Example Name string
S Example Output string
T Filter func(string) bool
T Func struct
S Func Decl *ast.FuncDecl
S Func Doc string
S Func Level int
S Func Name string
S Func Orig string
S Func Recv string
T Mode int
T Package struct
S Package Bugs []string
S Package Consts []*Value
S Package Doc string
S Package Filenames []string
S Package Funcs []*Func
S Package ImportPath string
S Package Imports []string
S Package Name string
S Package Types []*Type
S Package Vars []*Value
T Type struct
S Type Consts []*Value
S Type Decl *ast.GenDecl
S Type Doc string
S Type Funcs []*Func
S Type Methods []*Func
S Type Name string
S Type Vars []*Value
T Value struct
S Value Decl *ast.GenDecl
S Value Doc string
S Value Names []string
S Example EmptyOutput bool
S Example Order int
S Example Play *ast.File
T Note struct
S Note Body string
S Note End token.Pos
S Note Pos token.Pos
S Note UID string
S Package Notes map[string][]*Note
V IllegalPrefixes []string
S Example Unordered bool
F IsPredeclared bool
F NewFromFiles (*Package, error)
S Example Suffix string
S Func Examples []*Example
S Package Examples []*Example
S Type Examples []*Example
M Package HTML []uint8 @19
M Package Markdown []uint8 @19
M Package Parser *comment.Parser @19
M Package Printer *comment.Printer @19
M Package Synopsis string @19
M Package Text []uint8 @19
P go/doc/comment
F DefaultLookupPackage (string, bool) @19
M DocLink DefaultURL string @19
M Heading DefaultID string @19
M List BlankBefore bool @19
M List BlankBetween bool @19
M Parser Parse *Doc @19
M Printer Comment []uint8 @19
M Printer HTML []uint8 @19
M Printer Markdown []uint8 @19
M Printer Text []uint8 @19
T Code struct @19
S Code Text string @19
T Doc struct @19
S Doc Content []Block @19
S Doc Links []*LinkDef @19
T DocLink struct @19
S DocLink ImportPath string @19
S DocLink Name string @19
S DocLink Recv string @19
S DocLink Text []Text @19
T Heading struct @19
S Heading Text []Text @19
T Italic string @19
T Link struct @19
S Link Auto bool @19
S Link Text []Text @19
S Link URL string @19
T LinkDef struct @19
S LinkDef Text string @19
S LinkDef URL string @19
S LinkDef Used bool @19
T List struct @19
S List ForceBlankBefore bool @19
S List ForceBlankBetween bool @19
S List Items []*ListItem @19
T ListItem struct @19
S ListItem Content []Block @19
S ListItem Number string @19
T Paragraph struct @19
S Paragraph Text []Text @19
T Parser struct @19
S Parser LookupPackage func(string) (string, bool) @19
S Parser LookupSym func(string, string) bool @19
S Parser Words map[string]string @19
T Plain string @19
T Printer struct @19
S Printer DocLinkBaseURL string @19
S Printer DocLinkURL func(*DocLink) string @19
S Printer HeadingID func(*Heading) string @19
S Printer HeadingLevel int @19
S Printer TextCodePrefix string @19
S Printer TextPrefix string @19
S Printer TextWidth int @19
P go/format
F Node error
F Source ([]uint8, error)
P go/importer
F Default types.Importer
F For types.Importer
T Lookup func(string) (io.ReadCloser, error)
F ForCompiler types.Importer
P go/parser
F ParseDir (map[string]*ast.Package, error)
F ParseExpr (ast.Expr, error)
F ParseFile (*ast.File, error)
T Mode uint
F ParseExprFrom (ast.Expr, error)
P go/printer
F Fprint error
M Config Fprint error
T CommentedNode struct
S CommentedNode Comments []*ast.CommentGroup
S CommentedNode Node interface{}
T Config struct
S Config Mode Mode
S Config Tabwidth int
T Mode uint
S Config Indent int
P go/scanner
F PrintError
M ErrorList Add
M ErrorList RemoveMultiples
M ErrorList Reset
M Scanner Init
M Scanner Scan (token.Pos, token.Token, string)
M Error Error string
M ErrorList Err error
M ErrorList Error string
M ErrorList Len int
M ErrorList Less bool
M ErrorList Sort
M ErrorList Swap
T Error struct
S Error Msg string
S Error Pos token.Position
T ErrorHandler func(token.Position, string)
T ErrorList []*Error
T Mode uint
T Scanner struct
S Scanner ErrorCount int
P go/token
F Lookup Token
F NewFileSet *FileSet
M File AddLine
M File AddLineInfo
M File Base int
M File Line int
M File LineCount int
M File Name string
M File Offset int
M File Pos Pos
M File Position Position
M File SetLines bool
M File SetLinesForContent
M File Size int
M FileSet AddFile *File
M FileSet Base int
M FileSet File *File
M FileSet Iterate
M FileSet Position Position
M FileSet Read error
M FileSet Write error
M Position IsValid bool
M Pos IsValid bool
M Position String string
M Token IsKeyword bool
M Token IsLiteral bool
M Token IsOperator bool
M Token Precedence int
M Token String string
T File struct
T FileSet struct
T Pos int
T Position struct
S Position Column int
S Position Filename string
S Position Line int
S Position Offset int
T Token int
M File MergeLine
M File PositionFor Position
M FileSet PositionFor Position
M File AddLineColumnInfo
M File LineStart Pos
F IsExported bool
F IsIdentifier bool
F IsKeyword bool
M FileSet RemoveFile  @20
M File Lines []int @21
M FileSet AddExistingFiles  @25
M File End Pos @26
P go/types
F AssertableTo bool
F AssignableTo bool
F Comparable bool
F ConvertibleTo bool
F DefPredeclaredTestFuncs
F Eval (TypeAndValue, error)
F ExprString string
F Id string
F Identical bool
F Implements bool
F IsInterface bool
F LookupFieldOrMethod (Object, []int, bool)
F MissingMethod (*Func, bool)
F NewArray *Array
F NewChan *Chan
F NewChecker *Checker
F NewConst *Const
F NewField *Var
F NewFunc *Func
F NewInterface *Interface
F NewLabel *Label
F NewMap *Map
F NewMethodSet *MethodSet
F NewNamed *Named
F NewPackage *Package
F NewParam *Var
F NewPkgName *PkgName
F NewPointer *Pointer
F NewScope *Scope
F NewSignature *Signature
F NewSlice *Slice
F NewStruct *Struct
F NewTuple *Tuple
F NewTypeName *TypeName
F NewVar *Var
F ObjectString string
F RelativeTo Qualifier
F SelectionString string
F TypeString string
F WriteExpr
F WriteSignature
F WriteType
M Array Elem Type
M Array Len int64
M Array String string
M Array Underlying Type
M Basic Info BasicInfo
M Basic Kind BasicKind
M Basic Name string
M Basic String string
M Basic Underlying Type
M Builtin Exported bool
M Builtin Id string
M Builtin Name string
M Builtin Parent *Scope
M Builtin Pkg *Package
M Builtin Pos token.Pos
M Builtin String string
M Builtin Type Type
M Chan Dir ChanDir
M Chan Elem Type
M Chan String string
M Chan Underlying Type
M Checker Files error
M Config Check (*Package, error)
M Const Exported bool
M Const Id string
M Const Name string
M Const Parent *Scope
M Const Pkg *Package
M Const Pos token.Pos
M Const String string
M Const Type Type
M Const Val constant.Value
M Func Exported bool
M Func FullName string
M Func Id string
M Func Name string
M Func Parent *Scope
M Func Pkg *Package
M Func Pos token.Pos
M Func Scope *Scope
M Func String string
M Func Type Type
M Info ObjectOf Object
M Info TypeOf Type
M Initializer String string
M Interface Complete *Interface
M Interface Embedded *Named
M Interface Empty bool
M Interface ExplicitMethod *Func
M Interface Method *Func
M Interface NumEmbeddeds int
M Interface NumExplicitMethods int
M Interface NumMethods int
M Interface String string
M Interface Underlying Type
M Label Exported bool
M Label Id string
M Label Name string
M Label Parent *Scope
M Label Pkg *Package
M Label Pos token.Pos
M Label String string
M Label Type Type
M Map Elem Type
M Map Key Type
M Map String string
M Map Underlying Type
M MethodSet At *Selection
M MethodSet Len int
M MethodSet Lookup *Selection
M MethodSet String string
M Named AddMethod
M Named Method *Func
M Named NumMethods int
M Named Obj *TypeName
M Named SetUnderlying
M Named String string
M Named Underlying Type
M Nil Exported bool
M Nil Id string
M Nil Name string
M Nil Parent *Scope
M Nil Pkg *Package
M Nil Pos token.Pos
M Nil String string
M Nil Type Type
M Package Complete bool
M Package Imports []*Package
M Package MarkComplete
M Package Name string
M Package Path string
M Package Scope *Scope
M Package SetImports
M Package String string
M PkgName Exported bool
M PkgName Id string
M PkgName Imported *Package
M PkgName Name string
M PkgName Parent *Scope
M PkgName Pkg *Package
M PkgName Pos token.Pos
M PkgName String string
M PkgName Type Type
M Pointer Elem Type
M Pointer String string
M Pointer Underlying Type
M Scope Child *Scope
M Scope Contains bool
M Scope End token.Pos
M Scope Innermost *Scope
M Scope Insert Object
M Scope Len int
M Scope Lookup Object
M Scope LookupParent (*Scope, Object)
M Scope Names []string
M Scope NumChildren int
M Scope Parent *Scope
M Scope Pos token.Pos
M Scope String string
M Scope WriteTo
M Selection Index []int
M Selection Indirect bool
M Selection Kind SelectionKind
M Selection Obj Object
M Selection Recv Type
M Selection String string
M Selection Type Type
M Signature Params *Tuple
M Signature Recv *Var
M Signature Results *Tuple
M Signature String string
M Signature Underlying Type
M Signature Variadic bool
M Slice Elem Type
M Slice String string
M Slice Underlying Type
M StdSizes Alignof int64
M StdSizes Offsetsof []int64
M StdSizes Sizeof int64
M Struct Field *Var
M Struct NumFields int
M Struct String string
M Struct Tag string
M Struct Underlying Type
M Tuple At *Var
M Tuple Len int
M Tuple String string
M Tuple Underlying Type
M TypeName Exported bool
M TypeName Id string
M TypeName Name string
M TypeName Parent *Scope
M TypeName Pkg *Package
M TypeName Pos token.Pos
M TypeName String string
M TypeName Type Type
M Var Anonymous bool
M Var Exported bool
M Var Id string
M Var IsField bool
M Var Name string
M Var Parent *Scope
M Var Pkg *Package
M Var Pos token.Pos
M Var String string
M Var Type Type
M Checker ObjectOf Object
M Checker TypeOf Type
M Error Error string
M TypeAndValue Addressable bool
M TypeAndValue Assignable bool
M TypeAndValue HasOk bool
M TypeAndValue IsBuiltin bool
M TypeAndValue IsNil bool
M TypeAndValue IsType bool
M TypeAndValue IsValue bool
M TypeAndValue IsVoid bool
T Array struct
T Basic struct
T BasicInfo int
T BasicKind int
T Builtin struct
T Chan struct
T ChanDir int
T Checker struct
S Checker *Info *Info
T Config struct
S Config DisableUnusedImportCheck bool
S Config Error func(error)
S Config FakeImportC bool
S Config IgnoreFuncBodies bool
S Config Importer Importer
S Config Sizes Sizes
T Const struct
T Error struct
S Error Fset *token.FileSet
S Error Msg string
S Error Pos token.Pos
S Error Soft bool
T Func struct
T Importer interface
M Importer Import (*Package, error)
T Info struct
S Info Defs map[*ast.Ident]Object
S Info Implicits map[ast.Node]Object
S Info InitOrder []*Initializer
S Info Scopes map[ast.Node]*Scope
S Info Selections map[*ast.SelectorExpr]*Selection
S Info Types map[ast.Expr]TypeAndValue
S Info Uses map[*ast.Ident]Object
T Initializer struct
S Initializer Lhs []*Var
S Initializer Rhs ast.Expr
T Interface struct
T Label struct
T Map struct
T MethodSet struct
T Named struct
T Nil struct
M Object Exported bool
M Object Id string
M Object Name string
M Object Parent *Scope
M Object Pkg *Package
M Object Pos token.Pos
M Object String string
M Object Type Type
T Package struct
T PkgName struct
T Pointer struct
T Qualifier func(*Package) string
T Scope struct
T Selection struct
T SelectionKind int
T Signature struct
T Sizes interface
M Sizes Alignof int64
M Sizes Offsetsof []int64
M Sizes Sizeof int64
T Slice struct
T StdSizes struct
S StdSizes MaxAlign int64
S StdSizes WordSize int64
T Struct struct
T Tuple struct
T Type interface
M Type String string
M Type Underlying Type
T TypeAndValue struct
S TypeAndValue Type Type
S TypeAndValue Value constant.Value
T TypeName struct
T Var struct
V Typ []*Basic
V Universe *Scope
V Unsafe *Package
M Package SetName
T ImportMode int
T ImporterFrom interface
M ImporterFrom Import (*Package, error)
M ImporterFrom ImportFrom (*Package, error)
F Default Type
F IdenticalIgnoreTags bool
F SizesFor Sizes
M TypeName IsAlias bool
F NewInterfaceType *Interface
M Interface EmbeddedType Type
M Var Embedded bool
F CheckExpr error
F Instantiate (Type, error)
F NewContext *Context
F NewSignatureType *Signature
F NewTerm *Term
F NewTypeParam *TypeParam
F NewUnion *Union
M ArgumentError Error string
M ArgumentError Unwrap error
M Interface IsComparable bool
M Interface IsImplicit bool
M Interface IsMethodSet bool
M Interface MarkImplicit
M Named Origin *Named
M Named SetTypeParams
M Named TypeArgs *TypeList
M Named TypeParams *TypeParamList
M Signature RecvTypeParams *TypeParamList
M Signature TypeParams *TypeParamList
M Term String string
M Term Tilde bool
M Term Type Type
M TypeList At Type
M TypeList Len int
M TypeParam Constraint Type
M TypeParam Index int
M TypeParam Obj *TypeName
M TypeParam SetConstraint
M TypeParam String string
M TypeParam Underlying Type
M TypeParamList At *TypeParam
M TypeParamList Len int
M Union Len int
M Union String string
M Union Term *Term
M Union Underlying Type
T ArgumentError struct
S ArgumentError Err error
S ArgumentError Index int
S Config Context *Context
S Config GoVersion string
T Context struct
S Info Instances map[*ast.Ident]Instance
T Instance struct
S Instance Type Type
S Instance TypeArgs *TypeList
T Term struct
T TypeList struct
T TypeParam struct
T TypeParamList struct
T Union struct
M Func Origin *Func @19
M Var Origin *Var @19
F Satisfies bool @20
M Package GoVersion string @21
F NewAlias *Alias @22
F Unalias Type @22
M Alias Obj *TypeName @22
M Alias String string @22
M Alias Underlying Type @22
M Info PkgNameOf *PkgName @22
M Checker PkgNameOf *PkgName @22
T Alias struct @22
S Info FileVersions map[*ast.File]string @22
M Alias Origin *Alias @23
M Alias Rhs Type @23
M Alias SetTypeParams  @23
M Alias TypeArgs *TypeList @23
M Alias TypeParams *TypeParamList @23
M Func Signature *Signature @23
M Interface EmbeddedTypes iter.Seq[Type] @24
M Interface ExplicitMethods iter.Seq[*Func] @24
M Interface Methods iter.Seq[*Func] @24
M MethodSet Methods iter.Seq[*Selection] @24
M Named Methods iter.Seq[*Func] @24
M Scope Children iter.Seq[*Scope] @24
M Struct Fields iter.Seq[*Var] @24
M Tuple Variables iter.Seq[*Var] @24
M TypeList Types iter.Seq[Type] @24
M TypeParamList TypeParams iter.Seq[*TypeParam] @24
M Union Terms iter.Seq[*Term] @24
F LookupSelection (Selection, bool) @25
M Var Kind VarKind @25
M Var SetKind  @25
M VarKind String string @25
T VarKind uint8 @25
P go/version
F Compare int @22
F IsValid bool @22
F Lang string @22
P hash
T Hash interface
M Hash BlockSize int
M Hash Reset
M Hash Size int
M Hash Sum []uint8
M Hash Write (int, error)
T Hash32 interface
M Hash32 BlockSize int
M Hash32 Reset
M Hash32 Size int
M Hash32 Sum []uint8
M Hash32 Sum32 uint32
M Hash32 Write (int, error)
T Hash64 interface
M Hash64 BlockSize int
M Hash64 Reset
M Hash64 Size int
M Hash64 Sum []uint8
M Hash64 Sum64 uint64
M Hash64 Write (int, error)
T Cloner interface @25
M Cloner BlockSize int @25
M Cloner Clone (Cloner, error) @25
M Cloner Reset  @25
M Cloner Size int @25
M Cloner Sum []uint8 @25
M Cloner Write (int, error) @25
T XOF interface @25
M XOF BlockSize int @25
M XOF Read (int, error) @25
M XOF Reset  @25
M XOF Write (int, error) @25
P hash/adler32
F Checksum uint32
F New hash.Hash32
P hash/crc32
F Checksum uint32
F ChecksumIEEE uint32
F MakeTable *Table
F New hash.Hash32
F NewIEEE hash.Hash32
F Update uint32
T Table [256]uint32
V IEEETable *Table
P hash/crc64
F Checksum uint64
F MakeTable *Table
F New hash.Hash64
F Update uint64
T Table [256]uint64
P hash/fnv
F New32 hash.Hash32
F New32a hash.Hash32
F New64 hash.Hash64
F New64a hash.Hash64
F New128 hash.Hash
F New128a hash.Hash
P hash/maphash
F MakeSeed Seed
M Hash BlockSize int
M Hash Reset
M Hash Seed Seed
M Hash SetSeed
M Hash Size int
M Hash Sum []uint8
M Hash Sum64 uint64
M Hash Write (int, error)
M Hash WriteByte error
M Hash WriteString (int, error)
T Hash struct
T Seed struct
F Bytes uint64 @19
F String uint64 @19
F Comparable uint64 @24
F WriteComparable  @24
M Hash Clone (hash.Cloner, error) @25
P html
F EscapeString string
F UnescapeString string
P html/template
F HTMLEscape
F HTMLEscapeString string
F HTMLEscaper string
F JSEscape
F JSEscapeString string
F JSEscaper string
F Must *Template
F New *Template
F ParseFiles (*Template, error)
F ParseGlob (*Template, error)
F URLQueryEscaper string
M Error Error string
M Template AddParseTree (*Template, error)
M Template Clone (*Template, error)
M Template Delims *Template
M Template Execute error
M Template ExecuteTemplate error
M Template Funcs *Template
M Template Lookup *Template
M Template Name string
M Template New *Template
M Template Parse (*Template, error)
M Template ParseFiles (*Template, error)
M Template ParseGlob (*Template, error)
M Template Templates []*Template
T CSS string
T Error struct
S Error Description string
S Error ErrorCode ErrorCode
S Error Line int
S Error Name string
T ErrorCode int
T FuncMap map[string]interface{}
T HTML string
T HTMLAttr string
T JS string
T JSStr string
T Template struct
T URL string
S Template Tree *parse.Tree
S Error Node parse.Node
M Template Option *Template
F IsTrue (bool, bool)
M Template DefinedTemplates string
T Srcset string
F ParseFS (*Template, error)
M Template ParseFS (*Template, error)
P image
F Decode (Image, string, error)
F DecodeConfig (Config, string, error)
F NewAlpha *Alpha
F NewAlpha16 *Alpha16
F NewGray *Gray
F NewGray16 *Gray16
F NewNRGBA *NRGBA
F NewNRGBA64 *NRGBA64
F NewPaletted *Paletted
F NewRGBA *RGBA
F NewRGBA64 *RGBA64
F NewUniform *Uniform
F NewYCbCr *YCbCr
F Pt Point
F Rect Rectangle
F RegisterFormat
M Alpha At color.Color
M Alpha Bounds Rectangle
M Alpha ColorModel color.Model
M Alpha Opaque bool
M Alpha PixOffset int
M Alpha Set
M Alpha SetAlpha
M Alpha SubImage Image
M Alpha16 At color.Color
M Alpha16 Bounds Rectangle
M Alpha16 ColorModel color.Model
M Alpha16 Opaque bool
M Alpha16 PixOffset int
M Alpha16 Set
M Alpha16 SetAlpha16
M Alpha16 SubImage Image
M Gray At color.Color
M Gray Bounds Rectangle
M Gray ColorModel color.Model
M Gray Opaque bool
M Gray PixOffset int
M Gray Set
M Gray SetGray
M Gray SubImage Image
M Gray16 At color.Color
M Gray16 Bounds Rectangle
M Gray16 ColorModel color.Model
M Gray16 Opaque bool
M Gray16 PixOffset int
M Gray16 Set
M Gray16 SetGray16
M Gray16 SubImage Image
M NRGBA At color.Color
M NRGBA Bounds Rectangle
M NRGBA ColorModel color.Model
M NRGBA Opaque bool
M NRGBA PixOffset int
M NRGBA Set
M NRGBA SetNRGBA
M NRGBA SubImage Image
M NRGBA64 At color.Color
M NRGBA64 Bounds Rectangle
M NRGBA64 ColorModel color.Model
M NRGBA64 Opaque bool
M NRGBA64 PixOffset int
M NRGBA64 Set
M NRGBA64 SetNRGBA64
M NRGBA64 SubImage Image
M Paletted At color.Color
M Paletted Bounds Rectangle
M Paletted ColorIndexAt uint8
M Paletted ColorModel color.Model
M Paletted Opaque bool
M Paletted PixOffset int
M Paletted Set
M Paletted SetColorIndex
M Paletted SubImage Image
M RGBA At color.Color
M RGBA Bounds Rectangle
M RGBA ColorModel color.Model
M RGBA Opaque bool
M RGBA PixOffset int
M RGBA Set
M RGBA SetRGBA
M RGBA SubImage Image
M RGBA64 At color.Color
M RGBA64 Bounds Rectangle
M RGBA64 ColorModel color.Model
M RGBA64 Opaque bool
M RGBA64 PixOffset int
M RGBA64 Set
M RGBA64 SetRGBA64
M RGBA64 SubImage Image
M Uniform At color.Color
M Uniform Bounds Rectangle
M Uniform ColorModel color.Model
M Uniform Convert color.Color
M Uniform Opaque bool
M Uniform RGBA (uint32, uint32, uint32, uint32)
M YCbCr At color.Color
M YCbCr Bounds Rectangle
M YCbCr COffset int
M YCbCr ColorModel color.Model
M YCbCr Opaque bool
M YCbCr SubImage Image
M YCbCr YOffset int
M Point Add Point
M Point Div Point
M Point Eq bool
M Point In bool
M Point Mod Point
M Point Mul Point
M Point String string
M Point Sub Point
M Rectangle Add Rectangle
M Rectangle Canon Rectangle
M Rectangle Dx int
M Rectangle Dy int
M Rectangle Empty bool
M Rectangle Eq bool
M Rectangle In bool
M Rectangle Inset Rectangle
M Rectangle Intersect Rectangle
M Rectangle Overlaps bool
M Rectangle Size Point
M Rectangle String string
M Rectangle Sub Rectangle
M Rectangle Union Rectangle
M YCbCrSubsampleRatio String string
T Alpha struct
S Alpha Pix []uint8
S Alpha Rect Rectangle
S Alpha Stride int
T Alpha16 struct
S Alpha16 Pix []uint8
S Alpha16 Rect Rectangle
S Alpha16 Stride int
T Config struct
S Config ColorModel color.Model
S Config Height int
S Config Width int
T Gray struct
S Gray Pix []uint8
S Gray Rect Rectangle
S Gray Stride int
T Gray16 struct
S Gray16 Pix []uint8
S Gray16 Rect Rectangle
S Gray16 Stride int
T Image interface
M Image At color.Color
M Image Bounds Rectangle
M Image ColorModel color.Model
T NRGBA struct
S NRGBA Pix []uint8
S NRGBA Rect Rectangle
S NRGBA Stride int
T NRGBA64 struct
S NRGBA64 Pix []uint8
S NRGBA64 Rect Rectangle
S NRGBA64 Stride int
T Paletted struct
S Paletted Palette color.Palette
S Paletted Pix []uint8
S Paletted Rect Rectangle
S Paletted Stride int
T PalettedImage interface
M PalettedImage At color.Color
M PalettedImage Bounds Rectangle
M PalettedImage ColorIndexAt uint8
M PalettedImage ColorModel color.Model
T Point struct
S Point X int
S Point Y int
T RGBA struct
S RGBA Pix []uint8
S RGBA Rect Rectangle
S RGBA Stride int
T RGBA64 struct
S RGBA64 Pix []uint8
S RGBA64 Rect Rectangle
S RGBA64 Stride int
T Rectangle struct
S Rectangle Max Point
S Rectangle Min Point
T Uniform struct
S Uniform C color.Color
T YCbCr struct
S YCbCr CStride int
S YCbCr Cb []uint8
S YCbCr Cr []uint8
S YCbCr Rect Rectangle
S YCbCr SubsampleRatio YCbCrSubsampleRatio
S YCbCr Y []uint8
S YCbCr YStride int
T YCbCrSubsampleRatio int
V Black *Uniform
V ErrFormat error
V Opaque *Uniform
V Transparent *Uniform
V White *Uniform
V ZP Point
V ZR Rectangle
M Alpha AlphaAt color.Alpha
M Alpha16 Alpha16At color.Alpha16
M Gray GrayAt color.Gray
M Gray16 Gray16At color.Gray16
M NRGBA NRGBAAt color.NRGBA
M NRGBA64 NRGBA64At color.NRGBA64
M RGBA RGBAAt color.RGBA
M RGBA64 RGBA64At color.RGBA64
M YCbCr YCbCrAt color.YCbCr
F NewCMYK *CMYK
M CMYK At color.Color
M CMYK Bounds Rectangle
M CMYK CMYKAt color.CMYK
M CMYK ColorModel color.Model
M CMYK Opaque bool
M CMYK PixOffset int
M CMYK Set
M CMYK SetCMYK
M CMYK SubImage Image
M Rectangle At color.Color
M Rectangle Bounds Rectangle
M Rectangle ColorModel color.Model
T CMYK struct
S CMYK Pix []uint8
S CMYK Rect Rectangle
S CMYK Stride int
F NewNYCbCrA *NYCbCrA
M NYCbCrA AOffset int
M NYCbCrA At color.Color
M NYCbCrA Bounds Rectangle
M NYCbCrA COffset int
M NYCbCrA ColorModel color.Model
M NYCbCrA NYCbCrAAt color.NYCbCrA
M NYCbCrA Opaque bool
M NYCbCrA SubImage Image
M NYCbCrA YCbCrAt color.YCbCr
M NYCbCrA YOffset int
T NYCbCrA struct
S NYCbCrA A []uint8
S NYCbCrA AStride int
S NYCbCrA *YCbCr YCbCr
M Alpha RGBA64At color.RGBA64
M Alpha SetRGBA64
M Alpha16 RGBA64At color.RGBA64
M Alpha16 SetRGBA64
M CMYK RGBA64At color.RGBA64
M CMYK SetRGBA64
M Gray RGBA64At color.RGBA64
M Gray SetRGBA64
M Gray16 RGBA64At color.RGBA64
M Gray16 SetRGBA64
M NRGBA RGBA64At color.RGBA64
M NRGBA SetRGBA64
M NRGBA64 RGBA64At color.RGBA64
M NRGBA64 SetRGBA64
M NYCbCrA RGBA64At color.RGBA64
M Paletted RGBA64At color.RGBA64
M Paletted SetRGBA64
M RGBA RGBA64At color.RGBA64
M RGBA SetRGBA64
M Uniform RGBA64At color.RGBA64
M YCbCr RGBA64At color.RGBA64
M Rectangle RGBA64At color.RGBA64
T RGBA64Image interface
M RGBA64Image At color.Color
M RGBA64Image Bounds Rectangle
M RGBA64Image ColorModel color.Model
M RGBA64Image RGBA64At color.RGBA64
P image/color
F ModelFunc Model
F RGBToYCbCr (uint8, uint8, uint8)
F YCbCrToRGB (uint8, uint8, uint8)
M Alpha RGBA (uint32, uint32, uint32, uint32)
M Alpha16 RGBA (uint32, uint32, uint32, uint32)
M Gray RGBA (uint32, uint32, uint32, uint32)
M Gray16 RGBA (uint32, uint32, uint32, uint32)
M NRGBA RGBA (uint32, uint32, uint32, uint32)
M NRGBA64 RGBA (uint32, uint32, uint32, uint32)
M Palette Convert Color
M Palette Index int
M RGBA RGBA (uint32, uint32, uint32, uint32)
M RGBA64 RGBA (uint32, uint32, uint32, uint32)
M YCbCr RGBA (uint32, uint32, uint32, uint32)
T Alpha struct
S Alpha A uint8
T Alpha16 struct
S Alpha16 A uint16
T Color interface
M Color RGBA (uint32, uint32, uint32, uint32)
T Gray struct
S Gray Y uint8
T Gray16 struct
S Gray16 Y uint16
T Model interface
M Model Convert Color
T NRGBA struct
S NRGBA A uint8
S NRGBA B uint8
S NRGBA G uint8
S NRGBA R uint8
T NRGBA64 struct
S NRGBA64 A uint16
S NRGBA64 B uint16
S NRGBA64 G uint16
S NRGBA64 R uint16
T Palette []Color
T RGBA struct
S RGBA A uint8
S RGBA B uint8
S RGBA G uint8
S RGBA R uint8
T RGBA64 struct
S RGBA64 A uint16
S RGBA64 B uint16
S RGBA64 G uint16
S RGBA64 R uint16
T YCbCr struct
S YCbCr Cb uint8
S YCbCr Cr uint8
S YCbCr Y uint8
V Alpha16Model Model
V AlphaModel Model
V Black Gray16
V Gray16Model Model
V GrayModel Model
V NRGBA64Model Model
V NRGBAModel Model
V Opaque Alpha16
V RGBA64Model Model
V RGBAModel Model
V Transparent Alpha16
V White Gray16
V YCbCrModel Model
F CMYKToRGB (uint8, uint8, uint8)
F RGBToCMYK (uint8, uint8, uint8, uint8)
M CMYK RGBA (uint32, uint32, uint32, uint32)
T CMYK struct
S CMYK C uint8
S CMYK K uint8
S CMYK M uint8
S CMYK Y uint8
V CMYKModel Model
M NYCbCrA RGBA (uint32, uint32, uint32, uint32)
T NYCbCrA struct
S NYCbCrA A uint8
S NYCbCrA *YCbCr YCbCr
V NYCbCrAModel Model
P image/color/palette
V Plan9 []color.Color
V WebSafe []color.Color
P image/draw
F Draw
F DrawMask
T Image interface
M Image At color.Color
M Image Bounds image.Rectangle
M Image ColorModel color.Model
M Image Set
T Op int
M Op Draw
T Drawer interface
M Drawer Draw
T Quantizer interface
M Quantizer Quantize color.Palette
V FloydSteinberg Drawer
T RGBA64Image interface
M RGBA64Image At color.Color
M RGBA64Image Bounds image.Rectangle
M RGBA64Image ColorModel color.Model
M RGBA64Image RGBA64At color.RGBA64
M RGBA64Image Set
M RGBA64Image SetRGBA64
P image/gif
F Decode (image.Image, error)
F DecodeAll (*GIF, error)
F DecodeConfig (image.Config, error)
T GIF struct
S GIF Delay []int
S GIF Image []*image.Paletted
S GIF LoopCount int
F Encode error
F EncodeAll error
T Options struct
S Options Drawer draw.Drawer
S Options NumColors int
S Options Quantizer draw.Quantizer
S GIF BackgroundIndex uint8
S GIF Config image.Config
S GIF Disposal []uint8
P image/jpeg
F Decode (image.Image, error)
F DecodeConfig (image.Config, error)
F Encode error
M FormatError Error string
M UnsupportedError Error string
T FormatError string
T Options struct
S Options Quality int
T Reader interface
M Reader Read (int, error)
M Reader ReadByte (uint8, error)
T UnsupportedError string
P image/png
F Decode (image.Image, error)
F DecodeConfig (image.Config, error)
F Encode error
M FormatError Error string
M UnsupportedError Error string
T FormatError string
T UnsupportedError string
M Encoder Encode error
T CompressionLevel int
T Encoder struct
S Encoder CompressionLevel CompressionLevel
S Encoder BufferPool EncoderBufferPool
T EncoderBuffer struct
T EncoderBufferPool interface
M EncoderBufferPool Get *EncoderBuffer
M EncoderBufferPool Put
P index/suffixarray
F New *Index
M Index Bytes []uint8
M Index FindAllIndex [][]int
M Index Lookup []int
M Index Read error
M Index Write error
T Index struct
P io
F Copy (int64, error)
F CopyN (int64, error)
F LimitReader Reader
F MultiReader Reader
F MultiWriter Writer
F NewSectionReader *SectionReader
F Pipe (*PipeReader, *PipeWriter)
F ReadAtLeast (int, error)
F ReadFull (int, error)
F TeeReader Reader
F WriteString (int, error)
M LimitedReader Read (int, error)
M PipeReader Close error
M PipeReader CloseWithError error
M PipeReader Read (int, error)
M PipeWriter Close error
M PipeWriter CloseWithError error
M PipeWriter Write (int, error)
M SectionReader Read (int, error)
M SectionReader ReadAt (int, error)
M SectionReader Seek (int64, error)
M SectionReader Size int64
T ByteReader interface
M ByteReader ReadByte (uint8, error)
T ByteScanner interface
M ByteScanner ReadByte (uint8, error)
M ByteScanner UnreadByte error
T Closer interface
M Closer Close error
T LimitedReader struct
S LimitedReader N int64
S LimitedReader R Reader
T PipeReader struct
T PipeWriter struct
T ReadCloser interface
M ReadCloser Close error
M ReadCloser Read (int, error)
T ReadSeeker interface
M ReadSeeker Read (int, error)
M ReadSeeker Seek (int64, error)
T ReadWriteCloser interface
M ReadWriteCloser Close error
M ReadWriteCloser Read (int, error)
M ReadWriteCloser Write (int, error)
T ReadWriteSeeker interface
M ReadWriteSeeker Read (int, error)
M ReadWriteSeeker Seek (int64, error)
M ReadWriteSeeker Write (int, error)
T ReadWriter interface
M ReadWriter Read (int, error)
M ReadWriter Write (int, error)
T Reader interface
M Reader Read (int, error)
T ReaderAt interface
M ReaderAt ReadAt (int, error)
T ReaderFrom interface
M ReaderFrom ReadFrom (int64, error)
T RuneReader interface
M RuneReader ReadRune (int32, int, error)
T RuneScanner interface
M RuneScanner ReadRune (int32, int, error)
M RuneScanner UnreadRune error
T SectionReader struct
T Seeker interface
M Seeker Seek (int64, error)
T WriteCloser interface
M WriteCloser Close error
M WriteCloser Write (int, error)
T WriteSeeker interface
M WriteSeeker Seek (int64, error)
M WriteSeeker Write (int, error)
T Writer interface
M Writer Write (int, error)
T WriterAt interface
M WriterAt WriteAt (int, error)
T WriterTo interface
M WriterTo WriteTo (int64, error)
V EOF error
V ErrClosedPipe error
V ErrShortBuffer error
V ErrShortWrite error
V ErrUnexpectedEOF error
T ByteWriter interface
M ByteWriter WriteByte error
V ErrNoProgress error
F CopyBuffer (int64, error)
T StringWriter interface
M StringWriter WriteString (int, error)
F NopCloser ReadCloser
F ReadAll ([]uint8, error)
T ReadSeekCloser interface
M ReadSeekCloser Close error
M ReadSeekCloser Read (int, error)
M ReadSeekCloser Seek (int64, error)
V Discard Writer
F NewOffsetWriter *OffsetWriter @20
M OffsetWriter Seek (int64, error) @20
M OffsetWriter WriteAt (int, error) @20
M OffsetWriter Write (int, error) @20
T OffsetWriter struct @20
M SectionReader Outer (ReaderAt, int64, int64) @22
P io/fs
F Glob ([]string, error)
F ReadDir ([]DirEntry, error)
F ReadFile ([]uint8, error)
F Stat (FileInfo, error)
F Sub (FS, error)
F ValidPath bool
F WalkDir error
M PathError Error string
M PathError Timeout bool
M PathError Unwrap error
M FileMode IsDir bool
M FileMode IsRegular bool
M FileMode Perm FileMode
M FileMode String string
M FileMode Type FileMode
T DirEntry interface
M DirEntry Info (FileInfo, error)
M DirEntry IsDir bool
M DirEntry Name string
M DirEntry Type FileMode
T FS interface
M FS Open (File, error)
T File interface
M File Close error
M File Read (int, error)
M File Stat (FileInfo, error)
T FileInfo interface
M FileInfo IsDir bool
M FileInfo ModTime time.Time
M FileInfo Mode FileMode
M FileInfo Name string
M FileInfo Size int64
M FileInfo Sys interface{}
T FileMode uint32
T GlobFS interface
M GlobFS Glob ([]string, error)
M GlobFS Open (File, error)
T PathError struct
S PathError Err error
S PathError Op string
S PathError Path string
T ReadDirFS interface
M ReadDirFS Open (File, error)
M ReadDirFS ReadDir ([]DirEntry, error)
T ReadDirFile interface
M ReadDirFile Close error
M ReadDirFile Read (int, error)
M ReadDirFile ReadDir ([]DirEntry, error)
M ReadDirFile Stat (FileInfo, error)
T ReadFileFS interface
M ReadFileFS Open (File, error)
M ReadFileFS ReadFile ([]uint8, error)
T StatFS interface
M StatFS Open (File, error)
M StatFS Stat (FileInfo, error)
T SubFS interface
M SubFS Open (File, error)
M SubFS Sub (FS, error)
T WalkDirFunc func(string, DirEntry, error) error
V ErrClosed error
V ErrExist error
V ErrInvalid error
V ErrNotExist error
V ErrPermission error
V SkipDir error
F FileInfoToDirEntry DirEntry
V SkipAll error @20
F FormatDirEntry string @21
F FormatFileInfo string @21
F Lstat (FileInfo, error) @25
F ReadLink (string, error) @25
T ReadLinkFS interface @25
M ReadLinkFS Lstat (FileInfo, error) @25
M ReadLinkFS Open (File, error) @25
M ReadLinkFS ReadLink (string, error) @25
P io/ioutil
F NopCloser io.ReadCloser
F ReadAll ([]uint8, error)
F ReadDir ([]os.FileInfo, error)
F ReadFile ([]uint8, error)
F TempDir (string, error)
F TempFile (*os.File, error)
F WriteFile error
V Discard io.Writer
P iter
F Pull2 (func() (_, _, bool), func()) @23
F Pull (func() (_, bool), func()) @23
T Seq2 func(func(_, _) bool) @23
T Seq func(func(_) bool) @23
P log
F Fatal
F Fatalf
F Fatalln
F Flags int
F New *Logger
F Panic
F Panicf
F Panicln
F Prefix string
F Print
F Printf
F Println
F SetFlags
F SetOutput
F SetPrefix
M Logger Fatal
M Logger Fatalf
M Logger Fatalln
M Logger Flags int
M Logger Output error
M Logger Panic
M Logger Panicf
M Logger Panicln
M Logger Prefix string
M Logger Print
M Logger Printf
M Logger Println
M Logger SetFlags
M Logger SetPrefix
T Logger struct
F Output error
M Logger SetOutput
M Logger Writer io.Writer
F Writer io.Writer
F Default *Logger
P log/slog
F Any Attr @21
F AnyValue Value @21
F Bool Attr @21
F BoolValue Value @21
F DebugContext  @21
F Debug  @21
F Default *Logger @21
F Duration Attr @21
F DurationValue Value @21
F ErrorContext  @21
F Error  @21
F Float64 Attr @21
F Float64Value Value @21
F Group Attr @21
F GroupValue Value @21
F InfoContext  @21
F Info  @21
F Int64 Attr @21
F Int64Value Value @21
F Int Attr @21
F IntValue Value @21
F LogAttrs  @21
F Log  @21
F New *Logger @21
F NewJSONHandler *JSONHandler @21
F NewLogLogger *log.Logger @21
F NewRecord Record @21
F NewTextHandler *TextHandler @21
F SetDefault  @21
F String Attr @21
F StringValue Value @21
F Time Attr @21
F TimeValue Value @21
F Uint64 Attr @21
F Uint64Value Value @21
F WarnContext  @21
F Warn  @21
F With *Logger @21
M Attr Equal bool @21
M Attr String string @21
M JSONHandler Enabled bool @21
M JSONHandler Handle error @21
M JSONHandler WithAttrs Handler @21
M JSONHandler WithGroup Handler @21
M Kind String string @21
M Level Level Level @21
M Level MarshalJSON ([]uint8, error) @21
M Level MarshalText ([]uint8, error) @21
M Level String string @21
M Level UnmarshalJSON error @21
M Level UnmarshalText error @21
M LevelVar Level Level @21
M LevelVar MarshalText ([]uint8, error) @21
M LevelVar Set  @21
M LevelVar String string @21
M LevelVar UnmarshalText error @21
M Logger DebugContext  @21
M Logger Debug  @21
M Logger Enabled bool @21
M Logger ErrorContext  @21
M Logger Error  @21
M Logger Handler Handler @21
M Logger InfoContext  @21
M Logger Info  @21
M Logger LogAttrs  @21
M Logger Log  @21
M Logger WarnContext  @21
M Logger Warn  @21
M Logger WithGroup *Logger @21
M Logger With *Logger @21
M Record AddAttrs  @21
M Record Add  @21
M Record Attrs  @21
M Record Clone Record @21
M Record NumAttrs int @21
M TextHandler Enabled bool @21
M TextHandler Handle error @21
M TextHandler WithAttrs Handler @21
M TextHandler WithGroup Handler @21
M Value Any interface{} @21
M Value Bool bool @21
M Value Duration time.Duration @21
M Value Equal bool @21
M Value Float64 float64 @21
M Value Group []Attr @21
M Value Int64 int64 @21
M Value Kind Kind @21
M Value LogValuer LogValuer @21
M Value Resolve Value @21
M Value String string @21
M Value Time time.Time @21
M Value Uint64 uint64 @21
T Attr struct @21
S Attr Key string @21
S Attr Value Value @21
M Handler Enabled bool @21
T Handler interface @21
M Handler Handle error @21
M Handler WithAttrs Handler @21
M Handler WithGroup Handler @21
T HandlerOptions struct @21
S HandlerOptions AddSource bool @21
S HandlerOptions Level Leveler @21
S HandlerOptions ReplaceAttr func([]string, Attr) Attr @21
T JSONHandler struct @21
T Kind int @21
T Leveler interface @21
M Leveler Level Level @21
T Level int @21
T LevelVar struct @21
T Logger struct @21
T LogValuer interface @21
M LogValuer LogValue Value @21
T Record struct @21
S Record Level Level @21
S Record Message string @21
S Record PC uintptr @21
S Record Time time.Time @21
T Source struct @21
S Source File string @21
S Source Function string @21
S Source Line int @21
T TextHandler struct @21
T Value struct @21
F SetLogLoggerLevel Level @22
M LevelVar AppendText ([]uint8, error) @24
M Level AppendText ([]uint8, error) @24
V DiscardHandler Handler @24
F GroupAttrs Attr @25
M Record Source *Source @25
F NewMultiHandler *MultiHandler @26
M MultiHandler Enabled bool @26
M MultiHandler Handle error @26
M MultiHandler WithAttrs Handler @26
M MultiHandler WithGroup Handler @26
T MultiHandler struct @26
P log/syslog
F Dial (*Writer, error)
F New (*Writer, error)
F NewLogger (*log.Logger, error)
M Writer Alert error
M Writer Close error
M Writer Crit error
M Writer Debug error
M Writer Emerg error
M Writer Err error
M Writer Info error
M Writer Notice error
M Writer Warning error
M Writer Write (int, error)
T Priority int
T Writer struct
P maps
F Clone =0 @21
F Copy  @21
F DeleteFunc  @21
F Equal bool @21
F EqualFunc bool @21
F All iter.Seq2[_, _] @23
F Collect map[_]_ @23
F Insert  @23
F Keys iter.Seq[_] @23
F Values iter.Seq[_] @23
P math
F Abs float64
F Acos float64
F Acosh float64
F Asin float64
F Asinh float64
F Atan float64
F Atan2 float64
F Atanh float64
F Cbrt float64
F Ceil float64
F Copysign float64
F Cos float64
F Cosh float64
F Dim float64
F Erf float64
F Erfc float64
F Exp float64
F Exp2 float64
F Expm1 float64
F Float32bits uint32
F Float32frombits float32
F Float64bits uint64
F Float64frombits float64
F Floor float64
F Frexp (float64, int)
F Gamma float64
F Hypot float64
F Ilogb int
F Inf float64
F IsInf bool
F IsNaN bool
F J0 float64
F J1 float64
F Jn float64
F Ldexp float64
F Lgamma (float64, int)
F Log float64
F Log10 float64
F Log1p float64
F Log2 float64
F Logb float64
F Max float64
F Min float64
F Mod float64
F Modf (float64, float64)
F NaN float64
F Nextafter float64
F Pow float64
F Pow10 float64
F Remainder float64
F Signbit bool
F Sin float64
F Sincos (float64, float64)
F Sinh float64
F Sqrt float64
F Tan float64
F Tanh float64
F Trunc float64
F Y0 float64
F Y1 float64
F Yn float64
F Nextafter32 float32
F Erfcinv float64
F Erfinv float64
F Round float64
F RoundToEven float64
F FMA float64
P math/big
F NewInt *Int
F NewRat *Rat
M Int Abs *Int
M Int Add *Int
M Int And *Int
M Int AndNot *Int
M Int Binomial *Int
M Int Bit uint
M Int BitLen int
M Int Bits []Word
M Int Bytes []uint8
M Int Cmp int
M Int Div *Int
M Int DivMod (*Int, *Int)
M Int Exp *Int
M Int Format
M Int GCD *Int
M Int GobDecode error
M Int GobEncode ([]uint8, error)
M Int Int64 int64
M Int Lsh *Int
M Int Mod *Int
M Int ModInverse *Int
M Int Mul *Int
M Int MulRange *Int
M Int Neg *Int
M Int Not *Int
M Int Or *Int
M Int ProbablyPrime bool
M Int Quo *Int
M Int QuoRem (*Int, *Int)
M Int Rand *Int
M Int Rem *Int
M Int Rsh *Int
M Int Scan error
M Int Set *Int
M Int SetBit *Int
M Int SetBits *Int
M Int SetBytes *Int
M Int SetInt64 *Int
M Int SetString (*Int, bool)
M Int Sign int
M Int String string
M Int Sub *Int
M Int Xor *Int
M Rat Abs *Rat
M Rat Add *Rat
M Rat Cmp int
M Rat Denom *Int
M Rat FloatString string
M Rat GobDecode error
M Rat GobEncode ([]uint8, error)
M Rat Inv *Rat
M Rat IsInt bool
M Rat Mul *Rat
M Rat Neg *Rat
M Rat Num *Int
M Rat Quo *Rat
M Rat RatString string
M Rat Scan error
M Rat Set *Rat
M Rat SetFrac *Rat
M Rat SetFrac64 *Rat
M Rat SetInt *Rat
M Rat SetInt64 *Rat
M Rat SetString (*Rat, bool)
M Rat Sign int
M Rat String string
M Rat Sub *Rat
T Int struct
T Rat struct
T Word uintptr
M Int MarshalJSON ([]uint8, error)
M Int SetUint64 *Int
M Int Uint64 uint64
M Int UnmarshalJSON error
M Rat Float64 (float64, bool)
M Rat SetFloat64 *Rat
M Int MarshalText ([]uint8, error)
M Int UnmarshalText error
M Rat MarshalText ([]uint8, error)
M Rat UnmarshalText error
M Rat Float32 (float32, bool)
F Jacobi int
F NewFloat *Float
F ParseFloat (*Float, int, error)
M Float Abs *Float
M Float Acc Accuracy
M Float Add *Float
M Float Append []uint8
M Float Cmp int
M Float Copy *Float
M Float Float32 (float32, Accuracy)
M Float Float64 (float64, Accuracy)
M Float Format
M Float Int (*Int, Accuracy)
M Float Int64 (int64, Accuracy)
M Float IsInf bool
M Float IsInt bool
M Float MantExp int
M Float MinPrec uint
M Float Mode RoundingMode
M Float Mul *Float
M Float Neg *Float
M Float Parse (*Float, int, error)
M Float Prec uint
M Float Quo *Float
M Float Rat (*Rat, Accuracy)
M Float Set *Float
M Float SetFloat64 *Float
M Float SetInf *Float
M Float SetInt *Float
M Float SetInt64 *Float
M Float SetMantExp *Float
M Float SetMode *Float
M Float SetPrec *Float
M Float SetRat *Float
M Float SetString (*Float, bool)
M Float SetUint64 *Float
M Float Sign int
M Float Signbit bool
M Float String string
M Float Sub *Float
M Float Text string
M Float Uint64 (uint64, Accuracy)
M Int ModSqrt *Int
M Accuracy String string
M ErrNaN Error string
M RoundingMode String string
T Accuracy int8
T ErrNaN struct
T Float struct
T RoundingMode uint8
M Float MarshalText ([]uint8, error)
M Float UnmarshalText error
M Int Append []uint8
M Int Text string
M Float GobDecode error
M Float GobEncode ([]uint8, error)
M Float Scan error
M Int Sqrt *Int
M Int IsInt64 bool
M Int IsUint64 bool
M Float Sqrt *Float
M Int CmpAbs int
M Int TrailingZeroBits uint
M Rat SetUint64 *Rat
M Int FillBytes []uint8
M Int Float64 (float64, Accuracy) @21
M Rat FloatPrec (int, bool) @22
M Float AppendText ([]uint8, error) @24
M Int AppendText ([]uint8, error) @24
M Rat AppendText ([]uint8, error) @24
P math/bits
F LeadingZeros int
F LeadingZeros16 int
F LeadingZeros32 int
F LeadingZeros64 int
F LeadingZeros8 int
F Len int
F Len16 int
F Len32 int
F Len64 int
F Len8 int
F OnesCount int
F OnesCount16 int
F OnesCount32 int
F OnesCount64 int
F OnesCount8 int
F Reverse uint
F Reverse16 uint16
F Reverse32 uint32
F Reverse64 uint64
F Reverse8 uint8
F ReverseBytes uint
F ReverseBytes16 uint16
F ReverseBytes32 uint32
F ReverseBytes64 uint64
F RotateLeft uint
F RotateLeft16 uint16
F RotateLeft32 uint32
F RotateLeft64 uint64
F RotateLeft8 uint8
F TrailingZeros int
F TrailingZeros16 int
F TrailingZeros32 int
F TrailingZeros64 int
F TrailingZeros8 int
F Add (uint, uint)
F Add32 (uint32, uint32)
F Add64 (uint64, uint64)
F Div (uint, uint)
F Div32 (uint32, uint32)
F Div64 (uint64, uint64)
F Mul (uint, uint)
F Mul32 (uint32, uint32)
F Mul64 (uint64, uint64)
F Sub (uint, uint)
F Sub32 (uint32, uint32)
F Sub64 (uint64, uint64)
F Rem uint
F Rem32 uint32
F Rem64 uint64
P math/cmplx
F Abs float64
F Acos complex128
F Acosh complex128
F Asin complex128
F Asinh complex128
F Atan complex128
F Atanh complex128
F Conj complex128
F Cos complex128
F Cosh complex128
F Cot complex128
F Exp complex128
F Inf complex128
F IsInf bool
F IsNaN bool
F Log complex128
F Log10 complex128
F NaN complex128
F Phase float64
F Polar (float64, float64)
F Pow complex128
F Rect complex128
F Sin complex128
F Sinh complex128
F Sqrt complex128
F Tan complex128
F Tanh complex128
P math/rand
F ExpFloat64 float64
F Float32 float32
F Float64 float64
F Int int
F Int31 int32
F Int31n int32
F Int63 int64
F Int63n int64
F Intn int
F New *Rand
F NewSource Source
F NewZipf *Zipf
F NormFloat64 float64
F Perm []int
F Seed
F Uint32 uint32
M Rand ExpFloat64 float64
M Rand Float32 float32
M Rand Float64 float64
M Rand Int int
M Rand Int31 int32
M Rand Int31n int32
M Rand Int63 int64
M Rand Int63n int64
M Rand Intn int
M Rand NormFloat64 float64
M Rand Perm []int
M Rand Seed
M Rand Uint32 uint32
M Zipf Uint64 uint64
T Rand struct
T Source interface
M Source Int63 int64
M Source Seed
T Zipf struct
F Read (int, error)
M Rand Read (int, error)
F Uint64 uint64
M Rand Uint64 uint64
M Source64 Int63 int64
T Source64 interface
M Source64 Seed
M Source64 Uint64 uint64
F Shuffle
M Rand Shuffle
P math/rand/v2
F ExpFloat64 float64 @22
F Float32 float32 @22
F Float64 float64 @22
F Int int @22
F Int32 int32 @22
F Int32N int32 @22
F Int64 int64 @22
F Int64N int64 @22
F IntN int @22
F N =0 @22
F New *Rand @22
F NewChaCha8 *ChaCha8 @22
F NewPCG *PCG @22
F NewZipf *Zipf @22
F NormFloat64 float64 @22
F Perm []int @22
F Shuffle  @22
F Uint32 uint32 @22
F Uint32N uint32 @22
F Uint64 uint64 @22
F Uint64N uint64 @22
F UintN uint @22
M ChaCha8 MarshalBinary ([]uint8, error) @22
M ChaCha8 Seed  @22
M ChaCha8 Uint64 uint64 @22
M ChaCha8 UnmarshalBinary error @22
M PCG MarshalBinary ([]uint8, error) @22
M PCG Seed  @22
M PCG Uint64 uint64 @22
M PCG UnmarshalBinary error @22
M Rand ExpFloat64 float64 @22
M Rand Float32 float32 @22
M Rand Float64 float64 @22
M Rand Int int @22
M Rand Int32 int32 @22
M Rand Int32N int32 @22
M Rand Int64 int64 @22
M Rand Int64N int64 @22
M Rand IntN int @22
M Rand NormFloat64 float64 @22
M Rand Perm []int @22
M Rand Shuffle  @22
M Rand Uint32 uint32 @22
M Rand Uint32N uint32 @22
M Rand Uint64 uint64 @22
M Rand Uint64N uint64 @22
M Rand UintN uint @22
M Zipf Uint64 uint64 @22
T ChaCha8 struct @22
T PCG struct @22
T Rand struct @22
T Source interface @22
M Source Uint64 uint64 @22
T Zipf struct @22
F Uint uint @23
M ChaCha8 Read (int, error) @23
M Rand Uint uint @23
M ChaCha8 AppendBinary ([]uint8, error) @24
M PCG AppendBinary ([]uint8, error) @24
P mime
F AddExtensionType error
F FormatMediaType string
F ParseMediaType (string, map[string]string, error)
F TypeByExtension string
F ExtensionsByType ([]string, error)
M WordDecoder Decode (string, error)
M WordDecoder DecodeHeader (string, error)
M WordEncoder Encode string
T WordDecoder struct
S WordDecoder CharsetReader func(string, io.Reader) (io.Reader, error)
T WordEncoder uint8
V ErrInvalidMediaParameter error
P mime/multipart
F NewReader *Reader
F NewWriter *Writer
M FileHeader Open (File, error)
M Form RemoveAll error
M Part Close error
M Part FileName string
M Part FormName string
M Part Read (int, error)
M Reader NextPart (*Part, error)
M Reader ReadForm (*Form, error)
M Writer Boundary string
M Writer Close error
M Writer CreateFormField (io.Writer, error)
M Writer CreateFormFile (io.Writer, error)
M Writer CreatePart (io.Writer, error)
M Writer FormDataContentType string
M Writer WriteField error
T File interface
M File Close error
M File Read (int, error)
M File ReadAt (int, error)
M File Seek (int64, error)
T FileHeader struct
S FileHeader Filename string
S FileHeader Header textproto.MIMEHeader
T Form struct
S Form File map[string][]*FileHeader
S Form Value map[string][]string
T Part struct
S Part Header textproto.MIMEHeader
T Reader struct
T Writer struct
M Writer SetBoundary error
S FileHeader Size int64
V ErrMessageTooLarge error
M Reader NextRawPart (*Part, error)
F FileContentDisposition string @25
P mime/quotedprintable
F NewReader *Reader
F NewWriter *Writer
M Reader Read (int, error)
M Writer Close error
M Writer Write (int, error)
T Reader struct
T Writer struct
S Writer Binary bool
P net
F CIDRMask IPMask
F Dial (Conn, error)
F DialIP (*IPConn, error)
F DialTCP (*TCPConn, error)
F DialTimeout (Conn, error)
F DialUDP (*UDPConn, error)
F DialUnix (*UnixConn, error)
F FileConn (Conn, error)
F FileListener (Listener, error)
F FilePacketConn (PacketConn, error)
F IPv4 IP
F IPv4Mask IPMask
F InterfaceAddrs ([]Addr, error)
F InterfaceByIndex (*Interface, error)
F InterfaceByName (*Interface, error)
F Interfaces ([]Interface, error)
F JoinHostPort string
F Listen (Listener, error)
F ListenIP (*IPConn, error)
F ListenMulticastUDP (*UDPConn, error)
F ListenPacket (PacketConn, error)
F ListenTCP (*TCPListener, error)
F ListenUDP (*UDPConn, error)
F ListenUnix (*UnixListener, error)
F ListenUnixgram (*UDPConn, error)
F LookupAddr ([]string, error)
F LookupCNAME (string, error)
F LookupHost ([]string, error)
F LookupIP ([]IP, error)
F LookupMX ([]*MX, error)
F LookupPort (int, error)
F LookupSRV (string, []*SRV, error)
F LookupTXT ([]string, error)
F ParseCIDR (IP, *IPNet, error)
F ParseIP IP
F ParseMAC (HardwareAddr, error)
F Pipe (Conn, Conn)
F ResolveIPAddr (*IPAddr, error)
F ResolveTCPAddr (*TCPAddr, error)
F ResolveUDPAddr (*UDPAddr, error)
F ResolveUnixAddr (*UnixAddr, error)
F SplitHostPort (string, string, error)
M AddrError Error string
M AddrError Temporary bool
M AddrError Timeout bool
M DNSConfigError Error string
M DNSConfigError Temporary bool
M DNSConfigError Timeout bool
M DNSError Error string
M DNSError Temporary bool
M DNSError Timeout bool
M IPAddr Network string
M IPAddr String string
M IPConn Close error
M IPConn File (*os.File, error)
M IPConn LocalAddr Addr
M IPConn Read (int, error)
M IPConn ReadFrom (int, Addr, error)
M IPConn ReadFromIP (int, *IPAddr, error)
M IPConn RemoteAddr Addr
M IPConn SetDeadline error
M IPConn SetReadBuffer error
M IPConn SetReadDeadline error
M IPConn SetWriteBuffer error
M IPConn SetWriteDeadline error
M IPConn Write (int, error)
M IPConn WriteTo (int, error)
M IPConn WriteToIP (int, error)
M IPNet Contains bool
M IPNet Network string
M IPNet String string
M Interface Addrs ([]Addr, error)
M Interface MulticastAddrs ([]Addr, error)
M OpError Error string
M OpError Temporary bool
M OpError Timeout bool
M ParseError Error string
M TCPAddr Network string
M TCPAddr String string
M TCPConn Close error
M TCPConn CloseRead error
M TCPConn CloseWrite error
M TCPConn File (*os.File, error)
M TCPConn LocalAddr Addr
M TCPConn Read (int, error)
M TCPConn ReadFrom (int64, error)
M TCPConn RemoteAddr Addr
M TCPConn SetDeadline error
M TCPConn SetKeepAlive error
M TCPConn SetLinger error
M TCPConn SetNoDelay error
M TCPConn SetReadBuffer error
M TCPConn SetReadDeadline error
M TCPConn SetWriteBuffer error
M TCPConn SetWriteDeadline error
M TCPConn Write (int, error)
M TCPListener Accept (Conn, error)
M TCPListener AcceptTCP (*TCPConn, error)
M TCPListener Addr Addr
M TCPListener Close error
M TCPListener File (*os.File, error)
M TCPListener SetDeadline error
M UDPAddr Network string
M UDPAddr String string
M UDPConn Close error
M UDPConn File (*os.File, error)
M UDPConn LocalAddr Addr
M UDPConn Read (int, error)
M UDPConn ReadFrom (int, Addr, error)
M UDPConn ReadFromUDP (int, *UDPAddr, error)
M UDPConn RemoteAddr Addr
M UDPConn SetDeadline error
M UDPConn SetReadBuffer error
M UDPConn SetReadDeadline error
M UDPConn SetWriteBuffer error
M UDPConn SetWriteDeadline error
M UDPConn Write (int, error)
M UDPConn WriteTo (int, error)
M UDPConn WriteToUDP (int, error)
M UnixAddr Network string
M UnixAddr String string
M UnixConn Close error
M UnixConn File (*os.File, error)
M UnixConn LocalAddr Addr
M UnixConn Read (int, error)
M UnixConn ReadFrom (int, Addr, error)
M UnixConn ReadFromUnix (int, *UnixAddr, error)
M UnixConn ReadMsgUnix (int, int, int, *UnixAddr, error)
M UnixConn RemoteAddr Addr
M UnixConn SetDeadline error
M UnixConn SetReadBuffer error
M UnixConn SetReadDeadline error
M UnixConn SetWriteBuffer error
M UnixConn SetWriteDeadline error
M UnixConn Write (int, error)
M UnixConn WriteMsgUnix (int, int, error)
M UnixConn WriteTo (int, error)
M UnixConn WriteToUnix (int, error)
M UnixListener Accept (Conn, error)
M UnixListener AcceptUnix (*UnixConn, error)
M UnixListener Addr Addr
M UnixListener Close error
M UnixListener File (*os.File, error)
M UnixListener SetDeadline error
M Flags String string
M HardwareAddr String string
M IP DefaultMask IPMask
M IP Equal bool
M IP IsGlobalUnicast bool
M IP IsInterfaceLocalMulticast bool
M IP IsLinkLocalMulticast bool
M IP IsLinkLocalUnicast bool
M IP IsLoopback bool
M IP IsMulticast bool
M IP IsUnspecified bool
M IP Mask IP
M IP String string
M IP To16 IP
M IP To4 IP
M IPMask Size (int, int)
M IPMask String string
M InvalidAddrError Error string
M InvalidAddrError Temporary bool
M InvalidAddrError Timeout bool
M UnknownNetworkError Error string
M UnknownNetworkError Temporary bool
M UnknownNetworkError Timeout bool
T Addr interface
M Addr Network string
M Addr String string
T AddrError struct
S AddrError Addr string
S AddrError Err string
T Conn interface
M Conn Close error
M Conn LocalAddr Addr
M Conn Read (int, error)
M Conn RemoteAddr Addr
M Conn SetDeadline error
M Conn SetReadDeadline error
M Conn SetWriteDeadline error
M Conn Write (int, error)
T DNSConfigError struct
S DNSConfigError Err error
T DNSError struct
S DNSError Err string
S DNSError IsTimeout bool
S DNSError Name string
S DNSError Server string
T Error interface
M Error Error string
M Error Temporary bool
M Error Timeout bool
T Flags uint
T HardwareAddr []uint8
T IP []uint8
T IPAddr struct
S IPAddr IP IP
T IPConn struct
T IPMask []uint8
T IPNet struct
S IPNet IP IP
S IPNet Mask IPMask
T Interface struct
S Interface Flags Flags
S Interface HardwareAddr HardwareAddr
S Interface Index int
S Interface MTU int
S Interface Name string
T InvalidAddrError string
T Listener interface
M Listener Accept (Conn, error)
M Listener Addr Addr
M Listener Close error
T MX struct
S MX Host string
S MX Pref uint16
T OpError struct
S OpError Addr Addr
S OpError Err error
S OpError Net string
S OpError Op string
T PacketConn interface
M PacketConn Close error
M PacketConn LocalAddr Addr
M PacketConn ReadFrom (int, Addr, error)
M PacketConn SetDeadline error
M PacketConn SetReadDeadline error
M PacketConn SetWriteDeadline error
M PacketConn WriteTo (int, error)
T ParseError struct
S ParseError Text string
S ParseError Type string
T SRV struct
S SRV Port uint16
S SRV Priority uint16
S SRV Target string
S SRV Weight uint16
T TCPAddr struct
S TCPAddr IP IP
S TCPAddr Port int
T TCPConn struct
T TCPListener struct
T UDPAddr struct
S UDPAddr IP IP
S UDPAddr Port int
T UDPConn struct
T UnixAddr struct
S UnixAddr Name string
S UnixAddr Net string
T UnixConn struct
T UnixListener struct
T UnknownNetworkError string
V ErrWriteToConnected error
V IPv4allrouter IP
V IPv4allsys IP
V IPv4bcast IP
V IPv4zero IP
V IPv6interfacelocalallnodes IP
V IPv6linklocalallnodes IP
V IPv6linklocalallrouters IP
V IPv6loopback IP
V IPv6unspecified IP
V IPv6zero IP
F LookupNS ([]*NS, error)
M Dialer Dial (Conn, error)
M IPConn ReadMsgIP (int, int, int, *IPAddr, error)
M IPConn WriteMsgIP (int, int, error)
M UDPConn ReadMsgUDP (int, int, int, *UDPAddr, error)
M UDPConn WriteMsgUDP (int, int, error)
M UnixConn CloseRead error
M UnixConn CloseWrite error
T Dialer struct
S Dialer Deadline time.Time
S Dialer LocalAddr Addr
S Dialer Timeout time.Duration
S IPAddr Zone string
T NS struct
S NS Host string
S TCPAddr Zone string
S UDPAddr Zone string
M IP UnmarshalText error
M TCPConn SetKeepAlivePeriod error
M IP MarshalText ([]uint8, error)
S Dialer DualStack bool
S Dialer KeepAlive time.Duration
S Dialer FallbackDelay time.Duration
S OpError Source Addr
S DNSError IsTemporary bool
S Dialer Cancel <-chan struct
M Dialer DialContext (Conn, error)
M Buffers Read (int, error)
M Buffers WriteTo (int64, error)
M Resolver LookupAddr ([]string, error)
M Resolver LookupCNAME (string, error)
M Resolver LookupHost ([]string, error)
M Resolver LookupIPAddr ([]IPAddr, error)
M Resolver LookupMX ([]*MX, error)
M Resolver LookupNS ([]*NS, error)
M Resolver LookupPort (int, error)
M Resolver LookupSRV (string, []*SRV, error)
M Resolver LookupTXT ([]string, error)
M UnixListener SetUnlinkOnClose
T Buffers [][]uint8
S Dialer Resolver *Resolver
T Resolver struct
S Resolver PreferGo bool
V DefaultResolver *Resolver
M IPConn SyscallConn (syscall.RawConn, error)
M TCPConn SyscallConn (syscall.RawConn, error)
M UDPConn SyscallConn (syscall.RawConn, error)
M UnixConn SyscallConn (syscall.RawConn, error)
S Resolver Dial func(context.Context, string, string) (Conn, error)
S Resolver StrictErrors bool
M TCPListener SyscallConn (syscall.RawConn, error)
M UnixListener SyscallConn (syscall.RawConn, error)
M ListenConfig Listen (Listener, error)
M ListenConfig ListenPacket (PacketConn, error)
S Dialer Control func(string, string, syscall.RawConn) error
T ListenConfig struct
S ListenConfig Control func(string, string, syscall.RawConn) error
M DNSConfigError Unwrap error
M OpError Unwrap error
S DNSError IsNotFound bool
S ListenConfig KeepAlive time.Duration
M Resolver LookupIP ([]IP, error)
V ErrClosed error
M ParseError Temporary bool
M ParseError Timeout bool
M IP IsPrivate bool
F TCPAddrFromAddrPort *TCPAddr
F UDPAddrFromAddrPort *UDPAddr
M Resolver LookupNetIP ([]netip.Addr, error)
M TCPAddr AddrPort netip.AddrPort
M UDPAddr AddrPort netip.AddrPort
M UDPConn ReadFromUDPAddrPort (int, netip.AddrPort, error)
M UDPConn ReadMsgUDPAddrPort (int, int, int, netip.AddrPort, error)
M UDPConn WriteMsgUDPAddrPort (int, int, error)
M UDPConn WriteToUDPAddrPort (int, error)
S Dialer ControlContext func(context.Context, string, string, syscall.RawConn) error @20
M Dialer MultipathTCP bool @21
M Dialer SetMultipathTCP  @21
M ListenConfig MultipathTCP bool @21
M ListenConfig SetMultipathTCP  @21
M TCPConn MultipathTCP (bool, error) @21
M TCPConn WriteTo (int64, error) @22
M DNSError Unwrap error @23
M TCPConn SetKeepAliveConfig error @23
S DNSError UnwrapErr error @23
S Dialer KeepAliveConfig KeepAliveConfig @23
T KeepAliveConfig struct @23
S KeepAliveConfig Count int @23
S KeepAliveConfig Enable bool @23
S KeepAliveConfig Idle time.Duration @23
S KeepAliveConfig Interval time.Duration @23
S ListenConfig KeepAliveConfig KeepAliveConfig @23
M IP AppendText ([]uint8, error) @24
M Dialer DialIP (*IPConn, error) @26
M Dialer DialTCP (*TCPConn, error) @26
M Dialer DialUDP (*UDPConn, error) @26
M Dialer DialUnix (*UnixConn, error) @26
P net/http
F CanonicalHeaderKey string
F DetectContentType string
F Error
F FileServer Handler
F Get (*Response, error)
F Handle
F HandleFunc
F Head (*Response, error)
F ListenAndServe error
F ListenAndServeTLS error
F MaxBytesReader io.ReadCloser
F NewFileTransport RoundTripper
F NewRequest (*Request, error)
F NewServeMux *ServeMux
F NotFound
F NotFoundHandler Handler
F ParseHTTPVersion (int, int, bool)
F Post (*Response, error)
F PostForm (*Response, error)
F ProxyFromEnvironment (*url.URL, error)
F ProxyURL func(*Request) (*url.URL, error)
F ReadRequest (*Request, error)
F ReadResponse (*Response, error)
F Redirect
F RedirectHandler Handler
F Serve error
F ServeContent
F ServeFile
F SetCookie
F StatusText string
F StripPrefix Handler
F TimeoutHandler Handler
M Client Do (*Response, error)
M Client Get (*Response, error)
M Client Head (*Response, error)
M Client Post (*Response, error)
M Client PostForm (*Response, error)
M Cookie String string
M ProtocolError Error string
M Request AddCookie
M Request Cookie (*Cookie, error)
M Request Cookies []*Cookie
M Request FormFile (multipart.File, *multipart.FileHeader, error)
M Request FormValue string
M Request MultipartReader (*multipart.Reader, error)
M Request ParseForm error
M Request ParseMultipartForm error
M Request ProtoAtLeast bool
M Request Referer string
M Request SetBasicAuth
M Request UserAgent string
M Request Write error
M Request WriteProxy error
M Response Cookies []*Cookie
M Response Location (*url.URL, error)
M Response ProtoAtLeast bool
M Response Write error
M ServeMux Handle
M ServeMux HandleFunc
M ServeMux ServeHTTP
M Server ListenAndServe error
M Server ListenAndServeTLS error
M Server Serve error
M Transport CloseIdleConnections
M Transport RegisterProtocol
M Transport RoundTrip (*Response, error)
M Dir Open (File, error)
M HandlerFunc ServeHTTP
M Header Add
M Header Del
M Header Get string
M Header Set
M Header Write error
M Header WriteSubset error
T Client struct
S Client CheckRedirect func(*Request, []*Request) error
S Client Jar CookieJar
S Client Transport RoundTripper
T Cookie struct
S Cookie Domain string
S Cookie Expires time.Time
S Cookie HttpOnly bool
S Cookie MaxAge int
S Cookie Name string
S Cookie Path string
S Cookie Raw string
S Cookie RawExpires string
S Cookie Secure bool
S Cookie Unparsed []string
S Cookie Value string
T CookieJar interface
M CookieJar Cookies []*Cookie
M CookieJar SetCookies
T Dir string
T File interface
M File Close error
M File Read (int, error)
M File Readdir ([]os.FileInfo, error)
M File Seek (int64, error)
M File Stat (os.FileInfo, error)
T FileSystem interface
M FileSystem Open (File, error)
T Flusher interface
M Flusher Flush
T Handler interface
M Handler ServeHTTP
T HandlerFunc func(ResponseWriter, *Request)
T Header map[string][]string
T Hijacker interface
M Hijacker Hijack (net.Conn, *bufio.ReadWriter, error)
T ProtocolError struct
S ProtocolError ErrorString string
T Request struct
S Request Body io.ReadCloser
S Request Close bool
S Request ContentLength int64
S Request Form url.Values
S Request Header Header
S Request Host string
S Request Method string
S Request MultipartForm *multipart.Form
S Request Proto string
S Request ProtoMajor int
S Request ProtoMinor int
S Request RemoteAddr string
S Request RequestURI string
S Request TLS *tls.ConnectionState
S Request Trailer Header
S Request TransferEncoding []string
S Request URL *url.URL
T Response struct
S Response Body io.ReadCloser
S Response Close bool
S Response ContentLength int64
S Response Header Header
S Response Proto string
S Response ProtoMajor int
S Response ProtoMinor int
S Response Request *Request
S Response Status string
S Response StatusCode int
S Response Trailer Header
S Response TransferEncoding []string
T ResponseWriter interface
M ResponseWriter Header Header
M ResponseWriter Write (int, error)
M ResponseWriter WriteHeader
T RoundTripper interface
M RoundTripper RoundTrip (*Response, error)
T ServeMux struct
T Server struct
S Server Addr string
S Server Handler Handler
S Server MaxHeaderBytes int
S Server ReadTimeout time.Duration
S Server TLSConfig *tls.Config
S Server WriteTimeout time.Duration
T Transport struct
S Transport Dial func(string, string) (net.Conn, error)
S Transport DisableCompression bool
S Transport DisableKeepAlives bool
S Transport MaxIdleConnsPerHost int
S Transport Proxy func(*Request) (*url.URL, error)
S Transport TLSClientConfig *tls.Config
V DefaultClient *Client
V DefaultServeMux *ServeMux
V DefaultTransport RoundTripper
V ErrBodyNotAllowed error
V ErrBodyReadAfterClose error
V ErrContentLength error
V ErrHandlerTimeout error
V ErrHeaderTooLong *ProtocolError
V ErrHijacked error
V ErrLineTooLong error
V ErrMissingBoundary *ProtocolError
V ErrMissingContentLength *ProtocolError
V ErrMissingFile error
V ErrNoCookie error
V ErrNoLocation error
V ErrNotMultipart *ProtocolError
V ErrNotSupported *ProtocolError
V ErrShortBody *ProtocolError
V ErrUnexpectedTrailer *ProtocolError
V ErrWriteAfterFlush error
F ParseTime (time.Time, error)
M Request PostFormValue string
M ServeMux Handler (Handler, string)
M Transport CancelRequest
T CloseNotifier interface
M CloseNotifier CloseNotify <-chan bool
S Request PostForm url.Values
S Server TLSNextProto map[string]func(*Server, *tls.Conn, Handler)
S Transport ResponseHeaderTimeout time.Duration
M Server SetKeepAlivesEnabled
M ConnState String string
S Client Timeout time.Duration
T ConnState int
S Response TLS *tls.ConnectionState
S Server ConnState func(net.Conn, ConnState)
S Server ErrorLog *log.Logger
S Transport TLSHandshakeTimeout time.Duration
M Request BasicAuth (string, string, bool)
S Transport DialTLS func(string, string) (net.Conn, error)
S Request Cancel <-chan struct
S Transport ExpectContinueTimeout time.Duration
S Transport TLSNextProto map[string]func(string, *tls.Conn) RoundTripper
V ErrSkipAltProtocol error
M Request Context context.Context
M Request WithContext *Request
S Request Response *Response
S Response Uncompressed bool
S Transport DialContext func(context.Context, string, string) (net.Conn, error)
S Transport IdleConnTimeout time.Duration
S Transport MaxIdleConns int
S Transport MaxResponseHeaderBytes int64
V ErrUseLastResponse error
V LocalAddrContextKey *contextKey
V ServerContextKey *contextKey
M Server Close error
M Server Shutdown error
T Pusher interface
M Pusher Push error
T PushOptions struct
S PushOptions Header Header
S PushOptions Method string
S Request GetBody func() (io.ReadCloser, error)
S Server IdleTimeout time.Duration
S Server ReadHeaderTimeout time.Duration
S Transport ProxyConnectHeader Header
V ErrAbortHandler error
V ErrServerClosed error
V NoBody noBody
F ServeTLS error
M Server RegisterOnShutdown
M Server ServeTLS error
S Cookie SameSite SameSite
T SameSite int
S Transport MaxConnsPerHost int
M Client CloseIdleConnections
F NewRequestWithContext (*Request, error)
M Header Clone Header
M Request Clone *Request
M Transport Clone *Transport
S Server BaseContext func(net.Listener) context.Context
S Server ConnContext func(context.Context, net.Conn) context.Context
S Transport ForceAttemptHTTP2 bool
S Transport ReadBufferSize int
S Transport WriteBufferSize int
M Header Values []string
S Transport DialTLSContext func(context.Context, string, string) (net.Conn, error)
F FS FileSystem
S Transport GetProxyConnectHeader func(context.Context, *url.URL, string) (Header, error)
F AllowQuerySemicolons Handler
F MaxBytesHandler Handler
M Cookie Valid error
M MaxBytesError Error string @19
T MaxBytesError struct @19
S MaxBytesError Limit int64 @19
F NewResponseController *ResponseController @20
M ResponseController Flush error @20
M ResponseController Hijack (net.Conn, *bufio.ReadWriter, error) @20
M ResponseController SetReadDeadline error @20
M ResponseController SetWriteDeadline error @20
T ResponseController struct @20
S Server DisableGeneralOptionsHandler bool @20
S Transport OnProxyConnectResponse func(context.Context, *url.URL, *Request, *Response) error @20
M ProtocolError Is bool @21
M ResponseController EnableFullDuplex error @21
V ErrSchemeMismatch error @21
F FileServerFS Handler @22
F NewFileTransportFS RoundTripper @22
F ServeFileFS  @22
M Request PathValue string @22
M Request SetPathValue  @22
F ParseCookie ([]*Cookie, error) @23
F ParseSetCookie (*Cookie, error) @23
M Request CookiesNamed []*Cookie @23
S Cookie Partitioned bool @23
S Cookie Quoted bool @23
S Request Pattern string @23
M Protocols SetHTTP1  @24
M Protocols SetHTTP2  @24
M Protocols SetUnencryptedHTTP2  @24
M Protocols HTTP1 bool @24
M Protocols HTTP2 bool @24
M Protocols String string @24
M Protocols UnencryptedHTTP2 bool @24
T HTTP2Config struct @24
S HTTP2Config CountError func(string) @24
S HTTP2Config MaxConcurrentStreams int @24
S HTTP2Config MaxDecoderHeaderTableSize int @24
S HTTP2Config MaxEncoderHeaderTableSize int @24
S HTTP2Config MaxReadFrameSize int @24
S HTTP2Config MaxReceiveBufferPerConnection int @24
S HTTP2Config MaxReceiveBufferPerStream int @24
S HTTP2Config PermitProhibitedCipherSuites bool @24
S HTTP2Config PingTimeout time.Duration @24
S HTTP2Config SendPingTimeout time.Duration @24
S HTTP2Config WriteByteTimeout time.Duration @24
T Protocols struct @24
S Server HTTP2 *HTTP2Config @24
S Server Protocols *Protocols @24
S Transport HTTP2 *HTTP2Config @24
S Transport Protocols *Protocols @24
F NewCrossOriginProtection *CrossOriginProtection @25
M CrossOriginProtection AddInsecureBypassPattern  @25
M CrossOriginProtection AddTrustedOrigin error @25
M CrossOriginProtection Check error @25
M CrossOriginProtection Handler Handler @25
M CrossOriginProtection SetDenyHandler  @25
T CrossOriginProtection struct @25
M ClientConn Available int @26
M ClientConn Close error @26
M ClientConn Err error @26
M ClientConn InFlight int @26
M ClientConn Release  @26
M ClientConn Reserve error @26
M ClientConn RoundTrip (*Response, error) @26
M ClientConn SetStateHook  @26
M Transport NewClientConn (*ClientConn, error) @26
T ClientConn struct @26
S HTTP2Config StrictMaxConcurrentRequests bool @26
P net/http/cgi
F Request (*http.Request, error)
F RequestFromMap (*http.Request, error)
F Serve error
M Handler ServeHTTP
T Handler struct
S Handler Args []string
S Handler Dir string
S Handler Env []string
S Handler InheritEnv []string
S Handler Logger *log.Logger
S Handler Path string
S Handler PathLocationHandler http.Handler
S Handler Root string
S Handler Stderr io.Writer
P net/http/cookiejar
F New (*Jar, error)
M Jar Cookies []*http.Cookie
M Jar SetCookies
T Jar struct
T Options struct
S Options PublicSuffixList PublicSuffixList
T PublicSuffixList interface
M PublicSuffixList PublicSuffix string
M PublicSuffixList String string
P net/http/fcgi
F Serve error
V ErrConnClosed error
V ErrRequestAborted error
F ProcessEnv map[string]string
P net/http/httptest
F NewRecorder *ResponseRecorder
F NewServer *Server
F NewTLSServer *Server
F NewUnstartedServer *Server
M ResponseRecorder Flush
M ResponseRecorder Header http.Header
M ResponseRecorder Write (int, error)
M ResponseRecorder WriteHeader
M Server Close
M Server CloseClientConnections
M Server Start
M Server StartTLS
T ResponseRecorder struct
S ResponseRecorder Body *bytes.Buffer
S ResponseRecorder Code int
S ResponseRecorder Flushed bool
S ResponseRecorder HeaderMap http.Header
T Server struct
S Server Config *http.Server
S Server Listener net.Listener
S Server TLS *tls.Config
S Server URL string
M ResponseRecorder WriteString (int, error)
F NewRequest *http.Request
M ResponseRecorder Result *http.Response
M Server Certificate *x509.Certificate
M Server Client *http.Client
S Server EnableHTTP2 bool
F NewRequestWithContext *http.Request @23
P net/http/httptrace
F ContextClientTrace *ClientTrace
F WithClientTrace context.Context
T ClientTrace struct
S ClientTrace ConnectDone func(string, string, error)
S ClientTrace ConnectStart func(string, string)
S ClientTrace DNSDone func(DNSDoneInfo)
S ClientTrace DNSStart func(DNSStartInfo)
S ClientTrace GetConn func(string)
S ClientTrace Got100Continue func()
S ClientTrace GotConn func(GotConnInfo)
S ClientTrace GotFirstResponseByte func()
S ClientTrace PutIdleConn func(error)
S ClientTrace Wait100Continue func()
S ClientTrace WroteHeaders func()
S ClientTrace WroteRequest func(WroteRequestInfo)
T DNSDoneInfo struct
S DNSDoneInfo Addrs []net.IPAddr
S DNSDoneInfo Coalesced bool
S DNSDoneInfo Err error
T DNSStartInfo struct
S DNSStartInfo Host string
T GotConnInfo struct
S GotConnInfo Conn net.Conn
S GotConnInfo IdleTime time.Duration
S GotConnInfo Reused bool
S GotConnInfo WasIdle bool
T WroteRequestInfo struct
S WroteRequestInfo Err error
S ClientTrace TLSHandshakeDone func(tls.ConnectionState, error)
S ClientTrace TLSHandshakeStart func()
S ClientTrace Got1xxResponse func(int, textproto.MIMEHeader) error
S ClientTrace WroteHeaderField func(string, []string)
P net/http/httputil
F DumpRequest ([]uint8, error)
F DumpRequestOut ([]uint8, error)
F DumpResponse ([]uint8, error)
F NewChunkedReader io.Reader
F NewChunkedWriter io.WriteCloser
F NewClientConn *ClientConn
F NewProxyClientConn *ClientConn
F NewServerConn *ServerConn
F NewSingleHostReverseProxy *ReverseProxy
M ClientConn Close error
M ClientConn Do (*http.Response, error)
M ClientConn Hijack (net.Conn, *bufio.Reader)
M ClientConn Pending int
M ClientConn Read (*http.Response, error)
M ClientConn Write error
M ReverseProxy ServeHTTP
M ServerConn Close error
M ServerConn Hijack (net.Conn, *bufio.Reader)
M ServerConn Pending int
M ServerConn Read (*http.Request, error)
M ServerConn Write error
T ClientConn struct
T ReverseProxy struct
S ReverseProxy Director func(*http.Request)
S ReverseProxy FlushInterval time.Duration
S ReverseProxy Transport http.RoundTripper
T ServerConn struct
V ErrClosed *http.ProtocolError
V ErrLineTooLong error
V ErrPersistEOF *http.ProtocolError
V ErrPipeline *http.ProtocolError
S ReverseProxy ErrorLog *log.Logger
T BufferPool interface
M BufferPool Get []uint8
M BufferPool Put
S ReverseProxy BufferPool BufferPool
S ReverseProxy ModifyResponse func(*http.Response) error
S ReverseProxy ErrorHandler func(http.ResponseWriter, *http.Request, error)
M ProxyRequest SetURL  @20
M ProxyRequest SetXForwarded  @20
T ProxyRequest struct @20
S ProxyRequest In *http.Request @20
S ProxyRequest Out *http.Request @20
S ReverseProxy Rewrite func(*ProxyRequest) @20
P net/http/pprof
F Cmdline
F Handler http.Handler
F Index
F Profile
F Symbol
F Trace
P net/mail
F ReadMessage (*Message, error)
M Address String string
M Header AddressList ([]*Address, error)
M Header Date (time.Time, error)
M Header Get string
T Address struct
S Address Address string
S Address Name string
T Header map[string][]string
T Message struct
S Message Body io.Reader
S Message Header Header
V ErrHeaderNotPresent error
F ParseAddress (*Address, error)
F ParseAddressList ([]*Address, error)
M AddressParser Parse (*Address, error)
M AddressParser ParseList ([]*Address, error)
T AddressParser struct
S AddressParser WordDecoder *mime.WordDecoder
F ParseDate (time.Time, error)
P net/netip
F AddrFrom16 Addr
F AddrFrom4 Addr
F AddrFromSlice (Addr, bool)
F AddrPortFrom AddrPort
F IPv4Unspecified Addr
F IPv6LinkLocalAllNodes Addr
F IPv6Unspecified Addr
F MustParseAddr Addr
F MustParseAddrPort AddrPort
F MustParsePrefix Prefix
F ParseAddr (Addr, error)
F ParseAddrPort (AddrPort, error)
F ParsePrefix (Prefix, error)
F PrefixFrom Prefix
M Addr UnmarshalBinary error
M Addr UnmarshalText error
M AddrPort UnmarshalBinary error
M AddrPort UnmarshalText error
M Prefix UnmarshalBinary error
M Prefix UnmarshalText error
M Addr AppendTo []uint8
M Addr As16 [16]uint8
M Addr As4 [4]uint8
M Addr AsSlice []uint8
M Addr BitLen int
M Addr Compare int
M Addr Is4 bool
M Addr Is4In6 bool
M Addr Is6 bool
M Addr IsGlobalUnicast bool
M Addr IsInterfaceLocalMulticast bool
M Addr IsLinkLocalMulticast bool
M Addr IsLinkLocalUnicast bool
M Addr IsLoopback bool
M Addr IsMulticast bool
M Addr IsPrivate bool
M Addr IsUnspecified bool
M Addr IsValid bool
M Addr Less bool
M Addr MarshalBinary ([]uint8, error)
M Addr MarshalText ([]uint8, error)
M Addr Next Addr
M Addr Prefix (Prefix, error)
M Addr Prev Addr
M Addr String string
M Addr StringExpanded string
M Addr Unmap Addr
M Addr WithZone Addr
M Addr Zone string
M AddrPort Addr Addr
M AddrPort AppendTo []uint8
M AddrPort IsValid bool
M AddrPort MarshalBinary ([]uint8, error)
M AddrPort MarshalText ([]uint8, error)
M AddrPort Port uint16
M AddrPort String string
M Prefix Addr Addr
M Prefix AppendTo []uint8
M Prefix Bits int
M Prefix Contains bool
M Prefix IsSingleIP bool
M Prefix IsValid bool
M Prefix MarshalBinary ([]uint8, error)
M Prefix MarshalText ([]uint8, error)
M Prefix Masked Prefix
M Prefix Overlaps bool
M Prefix String string
T Addr struct
T AddrPort struct
T Prefix struct
F IPv6LinkLocalAllRouters Addr @20
F IPv6Loopback Addr @20
M AddrPort Compare int @22
M Addr AppendBinary ([]uint8, error) @24
M Addr AppendText ([]uint8, error) @24
M AddrPort AppendBinary ([]uint8, error) @24
M AddrPort AppendText ([]uint8, error) @24
M Prefix AppendBinary ([]uint8, error) @24
M Prefix AppendText ([]uint8, error) @24
M Prefix Compare int @26
P net/rpc
F Accept
F Dial (*Client, error)
F DialHTTP (*Client, error)
F DialHTTPPath (*Client, error)
F HandleHTTP
F NewClient *Client
F NewClientWithCodec *Client
F NewServer *Server
F Register error
F RegisterName error
F ServeCodec
F ServeConn
F ServeRequest error
M Client Call error
M Client Close error
M Client Go *Call
M Server Accept
M Server HandleHTTP
M Server Register error
M Server RegisterName error
M Server ServeCodec
M Server ServeConn
M Server ServeHTTP
M Server ServeRequest error
M ServerError Error string
T Call struct
S Call Args interface{}
S Call Done chan *Call
S Call Error error
S Call Reply interface{}
S Call ServiceMethod string
T Client struct
T ClientCodec interface
M ClientCodec Close error
M ClientCodec ReadResponseBody error
M ClientCodec ReadResponseHeader error
M ClientCodec WriteRequest error
T Request struct
S Request Seq uint64
S Request ServiceMethod string
T Response struct
S Response Error string
S Response Seq uint64
S Response ServiceMethod string
T Server struct
T ServerCodec interface
M ServerCodec Close error
M ServerCodec ReadRequestBody error
M ServerCodec ReadRequestHeader error
M ServerCodec WriteResponse error
T ServerError string
V DefaultServer *Server
V ErrShutdown error
P net/rpc/jsonrpc
F Dial (*rpc.Client, error)
F NewClient *rpc.Client
F NewClientCodec rpc.ClientCodec
F NewServerCodec rpc.ServerCodec
F ServeConn
P net/smtp
F CRAMMD5Auth Auth
F Dial (*Client, error)
F NewClient (*Client, error)
F PlainAuth Auth
F SendMail error
M Client Auth error
M Client Data (io.WriteCloser, error)
M Client Extension (bool, string)
M Client Mail error
M Client Quit error
M Client Rcpt error
M Client Reset error
M Client StartTLS error
M Client Verify error
T Auth interface
M Auth Next ([]uint8, error)
M Auth Start (string, []uint8, error)
T Client struct
S Client Text *textproto.Conn
T ServerInfo struct
S ServerInfo Auth []string
S ServerInfo Name string
S ServerInfo TLS bool
M Client Hello error
M Client Close error
M Client TLSConnectionState (tls.ConnectionState, bool)
M Client Noop error
P net/textproto
F CanonicalMIMEHeaderKey string
F Dial (*Conn, error)
F NewConn *Conn
F NewReader *Reader
F NewWriter *Writer
M Conn Close error
M Conn Cmd (uint, error)
M Conn DotReader io.Reader
M Conn DotWriter io.WriteCloser
M Conn EndRequest
M Conn EndResponse
M Conn Next uint
M Conn PrintfLine error
M Conn ReadCodeLine (int, string, error)
M Conn ReadContinuedLine (string, error)
M Conn ReadContinuedLineBytes ([]uint8, error)
M Conn ReadDotBytes ([]uint8, error)
M Conn ReadDotLines ([]string, error)
M Conn ReadLine (string, error)
M Conn ReadLineBytes ([]uint8, error)
M Conn ReadMIMEHeader (MIMEHeader, error)
M Conn ReadResponse (int, string, error)
M Conn StartRequest
M Conn StartResponse
M Error Error string
M Pipeline EndRequest
M Pipeline EndResponse
M Pipeline Next uint
M Pipeline StartRequest
M Pipeline StartResponse
M Reader DotReader io.Reader
M Reader ReadCodeLine (int, string, error)
M Reader ReadContinuedLine (string, error)
M Reader ReadContinuedLineBytes ([]uint8, error)
M Reader ReadDotBytes ([]uint8, error)
M Reader ReadDotLines ([]string, error)
M Reader ReadLine (string, error)
M Reader ReadLineBytes ([]uint8, error)
M Reader ReadMIMEHeader (MIMEHeader, error)
M Reader ReadResponse (int, string, error)
M Writer DotWriter io.WriteCloser
M Writer PrintfLine error
M MIMEHeader Add
M MIMEHeader Del
M MIMEHeader Get string
M MIMEHeader Set
M ProtocolError Error string
T Conn struct
S Conn *Pipeline Pipeline
S Conn *Reader Reader
S Conn *Writer Writer
T Error struct
S Error Code int
S Error Msg string
T MIMEHeader map[string][]string
T Pipeline struct
T ProtocolError string
T Reader struct
S Reader R *bufio.Reader
T Writer struct
S Writer W *bufio.Writer
F TrimBytes []uint8
F TrimString string
M MIMEHeader Values []string
P net/url
F Parse (*URL, error)
F ParseQuery (Values, error)
F ParseRequestURI (*URL, error)
F QueryEscape string
F QueryUnescape (string, error)
F User *Userinfo
F UserPassword *Userinfo
M Error Error string
M URL IsAbs bool
M URL Parse (*URL, error)
M URL Query Values
M URL RequestURI string
M URL ResolveReference *URL
M URL String string
M Userinfo Password (string, bool)
M Userinfo String string
M Userinfo Username string
M EscapeError Error string
M Values Add
M Values Del
M Values Encode string
M Values Get string
M Values Set
T Error struct
S Error Err error
S Error Op string
S Error URL string
T EscapeError string
T URL struct
S URL Fragment string
S URL Host string
S URL Opaque string
S URL Path string
S URL RawQuery string
S URL Scheme string
S URL User *Userinfo
T Userinfo struct
T Values map[string][]string
M URL EscapedPath string
S URL RawPath string
M Error Temporary bool
M Error Timeout bool
M InvalidHostError Error string
T InvalidHostError string
S URL ForceQuery bool
F PathEscape string
F PathUnescape (string, error)
M URL Hostname string
M URL MarshalBinary ([]uint8, error)
M URL Port string
M URL UnmarshalBinary error
M Error Unwrap error
M URL EscapedFragment string
M URL Redacted string
S URL RawFragment string
M Values Has bool
F JoinPath (string, error) @19
M URL JoinPath *URL @19
S URL OmitHost bool @19
M URL AppendBinary ([]uint8, error) @24
P os
F Chdir error
F Chmod error
F Chown error
F Chtimes error
F Clearenv
F Create (*File, error)
F Environ []string
F Exit
F Expand string
F ExpandEnv string
F FindProcess (*Process, error)
F Getegid int
F Getenv string
F Geteuid int
F Getgid int
F Getgroups ([]int, error)
F Getpagesize int
F Getpid int
F Getppid int
F Getuid int
F Getwd (string, error)
F Hostname (string, error)
F IsExist bool
F IsNotExist bool
F IsPathSeparator bool
F IsPermission bool
F Lchown error
F Link error
F Lstat (FileInfo, error)
F Mkdir error
F MkdirAll error
F NewFile *File
F NewSyscallError error
F Open (*File, error)
F OpenFile (*File, error)
F Pipe (*File, *File, error)
F Readlink (string, error)
F Remove error
F RemoveAll error
F Rename error
F SameFile bool
F Setenv error
F StartProcess (*Process, error)
F Stat (FileInfo, error)
F Symlink error
F TempDir string
F Truncate error
M File Chdir error
M File Chmod error
M File Chown error
M File Close error
M File Fd uintptr
M File Name string
M File Read (int, error)
M File ReadAt (int, error)
M File Readdir ([]FileInfo, error)
M File Readdirnames ([]string, error)
M File Seek (int64, error)
M File Stat (FileInfo, error)
M File Sync error
M File Truncate error
M File Write (int, error)
M File WriteAt (int, error)
M File WriteString (int, error)
M LinkError Error string
M PathError Error string
M Process Kill error
M Process Release error
M Process Signal error
M Process Wait (*ProcessState, error)
M ProcessState Exited bool
M ProcessState Pid int
M ProcessState String string
M ProcessState Success bool
M ProcessState Sys interface{}
M ProcessState SysUsage interface{}
M ProcessState SystemTime time.Duration
M ProcessState UserTime time.Duration
M SyscallError Error string
M FileMode IsDir bool
M FileMode Perm FileMode
M FileMode String string
T File struct
T FileInfo interface
M FileInfo IsDir bool
M FileInfo ModTime time.Time
M FileInfo Mode FileMode
M FileInfo Name string
M FileInfo Size int64
M FileInfo Sys interface{}
T FileMode uint32
T LinkError struct
S LinkError Err error
S LinkError New string
S LinkError Old string
S LinkError Op string
T PathError struct
S PathError Err error
S PathError Op string
S PathError Path string
T ProcAttr struct
S ProcAttr Dir string
S ProcAttr Env []string
S ProcAttr Files []*File
S ProcAttr Sys *syscall.SysProcAttr
T Process struct
S Process Pid int
T ProcessState struct
T Signal interface
M Signal Signal
M Signal String string
T SyscallError struct
S SyscallError Err error
S SyscallError Syscall string
V Args []string
V ErrExist error
V ErrInvalid error
V ErrNotExist error
V ErrPermission error
V Interrupt Signal
V Kill Signal
V Stderr *File
V Stdin *File
V Stdout *File
M FileMode IsRegular bool
F Unsetenv error
F LookupEnv (string, bool)
F Executable (string, error)
V ErrClosed error
F IsTimeout bool
M File SetDeadline error
M File SetReadDeadline error
M File SetWriteDeadline error
M PathError Timeout bool
M SyscallError Timeout bool
V ErrNoDeadline error
F UserCacheDir (string, error)
F UserHomeDir (string, error)
M File SyscallConn (syscall.RawConn, error)
M ProcessState ExitCode int
F UserConfigDir (string, error)
M LinkError Unwrap error
M PathError Unwrap error
M SyscallError Unwrap error
M File ReadFrom (int64, error)
V ErrDeadlineExceeded error
F CreateTemp (*File, error)
F DirFS fs.FS
F MkdirTemp (string, error)
F ReadDir ([]fs.DirEntry, error)
F ReadFile ([]uint8, error)
F WriteFile error
M File ReadDir ([]fs.DirEntry, error)
T DirEntry = fs.DirEntry
V ErrProcessDone error
M File WriteTo (int64, error) @22
F CopyFS error @23
F OpenInRoot (*File, error) @24
F OpenRoot (*Root, error) @24
M Root Close error @24
M Root Create (*File, error) @24
M Root FS fs.FS @24
M Root Lstat (fs.FileInfo, error) @24
M Root Mkdir error @24
M Root Name string @24
M Root Open (*File, error) @24
M Root OpenFile (*File, error) @24
M Root OpenRoot (*Root, error) @24
M Root Remove error @24
M Root Stat (fs.FileInfo, error) @24
T Root struct @24
M Root Chmod error @25
M Root Chown error @25
M Root Chtimes error @25
M Root Lchown error @25
M Root Link error @25
M Root MkdirAll error @25
M Root ReadFile ([]uint8, error) @25
M Root Readlink (string, error) @25
M Root RemoveAll error @25
M Root Rename error @25
M Root Symlink error @25
M Root WriteFile error @25
M Process WithHandle error @26
V ErrNoHandle error @26
P os/exec
F Command *Cmd
F LookPath (string, error)
M Cmd CombinedOutput ([]uint8, error)
M Cmd Output ([]uint8, error)
M Cmd Run error
M Cmd Start error
M Cmd StderrPipe (io.ReadCloser, error)
M Cmd StdinPipe (io.WriteCloser, error)
M Cmd StdoutPipe (io.ReadCloser, error)
M Cmd Wait error
M Error Error string
M ExitError Error string
M ExitError Exited bool
M ExitError Pid int
M ExitError String string
M ExitError Success bool
M ExitError Sys interface{}
M ExitError SysUsage interface{}
M ExitError SystemTime time.Duration
M ExitError UserTime time.Duration
T Cmd struct
S Cmd Args []string
S Cmd Dir string
S Cmd Env []string
S Cmd ExtraFiles []*os.File
S Cmd Path string
S Cmd Process *os.Process
S Cmd ProcessState *os.ProcessState
S Cmd Stderr io.Writer
S Cmd Stdin io.Reader
S Cmd Stdout io.Writer
S Cmd SysProcAttr *syscall.SysProcAttr
T Error struct
S Error Err error
S Error Name string
T ExitError struct
S ExitError *ProcessState *os.ProcessState
V ErrNotFound error
S ExitError Stderr []uint8
F CommandContext *Cmd
M ExitError ExitCode int
M Cmd String string
M Error Unwrap error
M Cmd Environ []string @19
S Cmd Err error @19
V ErrDot error @19
S Cmd Cancel func() error @20
S Cmd WaitDelay time.Duration @20
V ErrWaitDelay error @20
P os/signal
F Notify
F Stop
F Ignore
F Reset
F Ignored bool
F NotifyContext (context.Context, context.CancelFunc)
P os/user
F Current (*User, error)
F Lookup (*User, error)
F LookupId (*User, error)
M UnknownUserError Error string
M UnknownUserIdError Error string
T UnknownUserError string
T UnknownUserIdError int
T User struct
S User Gid string
S User HomeDir string
S User Name string
S User Uid string
S User Username string
F LookupGroup (*Group, error)
F LookupGroupId (*Group, error)
M User GroupIds ([]string, error)
M UnknownGroupError Error string
M UnknownGroupIdError Error string
T Group struct
S Group Gid string
S Group Name string
T UnknownGroupError string
T UnknownGroupIdError string
P path
F Base string
F Clean string
F Dir string
F Ext string
F IsAbs bool
F Join string
F Match (bool, error)
F Split (string, string)
V ErrBadPattern error
P path/filepath
F Abs (string, error)
F Base string
F Clean string
F Dir string
F EvalSymlinks (string, error)
F Ext string
F FromSlash string
F Glob ([]string, error)
F HasPrefix bool
F IsAbs bool
F Join string
F Match (bool, error)
F Rel (string, error)
F Split (string, string)
F SplitList []string
F ToSlash string
F VolumeName string
F Walk error
T WalkFunc func(string, os.FileInfo, error) error
V ErrBadPattern error
V SkipDir error
F WalkDir error
F IsLocal bool @20
V SkipAll error @20
F Localize (string, error) @23
P plugin
F Open (*Plugin, error)
M Plugin Lookup (Symbol, error)
T Plugin struct
T Symbol interface
P reflect
F Append Value
F AppendSlice Value
F Copy int
F DeepEqual bool
F Indirect Value
F MakeChan Value
F MakeMap Value
F MakeSlice Value
F New Value
F NewAt Value
F PtrTo Type
F TypeOf Type
F ValueOf Value
F Zero Value
M ValueError Error string
M ChanDir String string
M Kind String string
M StructTag Get string
M Value Addr Value
M Value Bool bool
M Value Bytes []uint8
M Value Call []Value
M Value CallSlice []Value
M Value CanAddr bool
M Value CanInterface bool
M Value CanSet bool
M Value Cap int
M Value Close
M Value Complex complex128
M Value Elem Value
M Value Field Value
M Value FieldByIndex Value
M Value FieldByName Value
M Value FieldByNameFunc Value
M Value Float float64
M Value Index Value
M Value Int int64
M Value Interface interface{}
M Value InterfaceData [2]uintptr
M Value IsNil bool
M Value IsValid bool
M Value Kind Kind
M Value Len int
M Value MapIndex Value
M Value MapKeys []Value
M Value Method Value
M Value MethodByName Value
M Value NumField int
M Value NumMethod int
M Value OverflowComplex bool
M Value OverflowFloat bool
M Value OverflowInt bool
M Value OverflowUint bool
M Value Pointer uintptr
M Value Recv (Value, bool)
M Value Send
M Value Set
M Value SetBool
M Value SetBytes
M Value SetComplex
M Value SetFloat
M Value SetInt
M Value SetLen
M Value SetMapIndex
M Value SetPointer
M Value SetString
M Value SetUint
M Value Slice Value
M Value String string
M Value TryRecv (Value, bool)
M Value TrySend bool
M Value Type Type
M Value Uint uint64
M Value UnsafeAddr uintptr
T ChanDir int
T Kind uint
T Method struct
S Method Func Value
S Method Index int
S Method Name string
S Method PkgPath string
S Method Type Type
T SliceHeader struct
S SliceHeader Cap int
S SliceHeader Data uintptr
S SliceHeader Len int
T StringHeader struct
S StringHeader Data uintptr
S StringHeader Len int
T StructField struct
S StructField Anonymous bool
S StructField Index []int
S StructField Name string
S StructField Offset uintptr
S StructField PkgPath string
S StructField Tag StructTag
S StructField Type Type
T StructTag string
M Type Align int
M Type AssignableTo bool
M Type Bits int
M Type ChanDir ChanDir
M Type Elem Type
M Type Field StructField
M Type FieldAlign int
M Type FieldByIndex StructField
M Type FieldByName (StructField, bool)
M Type FieldByNameFunc (StructField, bool)
M Type Implements bool
M Type In Type
M Type IsVariadic bool
M Type Key Type
M Type Kind Kind
M Type Len int
M Type Method Method
M Type MethodByName (Method, bool)
M Type Name string
M Type NumField int
M Type NumIn int
M Type NumMethod int
M Type NumOut int
M Type Out Type
M Type PkgPath string
M Type Size uintptr
M Type String string
T Value struct
T ValueError struct
S ValueError Kind Kind
S ValueError Method string
F ChanOf Type
F MakeFunc Value
F MapOf Type
F Select (int, Value, bool)
F SliceOf Type
M Value Convert Value
T SelectCase struct
S SelectCase Chan Value
S SelectCase Dir SelectDir
S SelectCase Send Value
T SelectDir int
M Type ConvertibleTo bool
M Value SetCap
M Value Slice3 Value
M Type Comparable bool
F ArrayOf Type
F FuncOf Type
F StructOf Type
M StructTag Lookup (string, bool)
F Swapper func(int, int)
F MakeMapWithSize Value
M MapIter Key Value
M MapIter Next bool
M MapIter Value Value
M Value MapRange *MapIter
T MapIter struct
M Value IsZero bool
F VisibleFields []StructField
M Method IsExported bool
M StructField IsExported bool
M Value CanConvert bool
F PointerTo Type
M MapIter Reset
M Value CanComplex bool
M Value CanFloat bool
M Value CanInt bool
M Value CanUint bool
M Value FieldByIndexErr (Value, error)
M Value SetIterKey
M Value SetIterValue
M Value UnsafePointer unsafe.Pointer
M Value Comparable bool @20
M Value Equal bool @20
M Value Grow  @20
M Value SetZero  @20
M Value Clear  @21
F TypeFor Type @22
F SliceAt Value @23
M Value Seq iter.Seq[Value] @23
M Value Seq2 iter.Seq2[Value, Value] @23
M Type CanSeq bool @23
M Type CanSeq2 bool @23
M Type OverflowComplex bool @23
M Type OverflowFloat bool @23
M Type OverflowInt bool @23
M Type OverflowUint bool @23
F TypeAssert (_, bool) @25
M Value Fields iter.Seq2[StructField, Value] @26
M Value Methods iter.Seq2[Method, Value] @26
M Type Fields iter.Seq[StructField] @26
M Type Ins iter.Seq[Type] @26
M Type Methods iter.Seq[Method] @26
M Type Outs iter.Seq[Type] @26
P regexp
F Compile (*Regexp, error)
F CompilePOSIX (*Regexp, error)
F Match (bool, error)
F MatchReader (bool, error)
F MatchString (bool, error)
F MustCompile *Regexp
F MustCompilePOSIX *Regexp
F QuoteMeta string
M Regexp Expand []uint8
M Regexp ExpandString []uint8
M Regexp Find []uint8
M Regexp FindAll [][]uint8
M Regexp FindAllIndex [][]int
M Regexp FindAllString []string
M Regexp FindAllStringIndex [][]int
M Regexp FindAllStringSubmatch [][]string
M Regexp FindAllStringSubmatchIndex [][]int
M Regexp FindAllSubmatch [][][]uint8
M Regexp FindAllSubmatchIndex [][]int
M Regexp FindIndex []int
M Regexp FindReaderIndex []int
M Regexp FindReaderSubmatchIndex []int
M Regexp FindString string
M Regexp FindStringIndex []int
M Regexp FindStringSubmatch []string
M Regexp FindStringSubmatchIndex []int
M Regexp FindSubmatch [][]uint8
M Regexp FindSubmatchIndex []int
M Regexp LiteralPrefix (string, bool)
M Regexp Match bool
M Regexp MatchReader bool
M Regexp MatchString bool
M Regexp NumSubexp int
M Regexp ReplaceAll []uint8
M Regexp ReplaceAllFunc []uint8
M Regexp ReplaceAllLiteral []uint8
M Regexp ReplaceAllLiteralString string
M Regexp ReplaceAllString string
M Regexp ReplaceAllStringFunc string
M Regexp String string
M Regexp SubexpNames []string
T Regexp struct
M Regexp Longest
M Regexp Split []string
M Regexp Copy *Regexp
M Regexp SubexpIndex int
M Regexp MarshalText ([]uint8, error) @21
M Regexp UnmarshalText error @21
M Regexp AppendText ([]uint8, error) @24
P regexp/syntax
F Compile (*Prog, error)
F EmptyOpContext EmptyOp
F IsWordChar bool
F Parse (*Regexp, error)
M Error Error string
M Inst MatchEmptyWidth bool
M Inst MatchRune bool
M Inst String string
M Prog Prefix (string, bool)
M Prog StartCond EmptyOp
M Prog String string
M Regexp CapNames []string
M Regexp Equal bool
M Regexp MaxCap int
M Regexp Simplify *Regexp
M Regexp String string
M ErrorCode String string
T EmptyOp uint8
T Error struct
S Error Code ErrorCode
S Error Expr string
T ErrorCode string
T Flags uint16
T Inst struct
S Inst Arg uint32
S Inst Op InstOp
S Inst Out uint32
S Inst Rune []int32
T InstOp uint8
T Op uint8
T Prog struct
S Prog Inst []Inst
S Prog NumCap int
S Prog Start int
T Regexp struct
S Regexp Cap int
S Regexp Flags Flags
S Regexp Max int
S Regexp Min int
S Regexp Name string
S Regexp Op Op
S Regexp Rune []int32
S Regexp Rune0 [2]int32
S Regexp Sub []*Regexp
S Regexp Sub0 [1]*Regexp
M Inst MatchRunePos int
M InstOp String string
M Op String string
P runtime
F Breakpoint
F CPUProfile []uint8
F Caller (uintptr, string, int, bool)
F Callers int
F FuncForPC *Func
F GC
F GOMAXPROCS int
F GOROOT string
F Goexit
F GoroutineProfile (int, bool)
F Gosched
F LockOSThread
F MemProfile (int, bool)
F NumCPU int
F NumCgoCall int64
F NumGoroutine int
F ReadMemStats
F SetCPUProfileRate
F SetFinalizer
F Stack int
F ThreadCreateProfile (int, bool)
F UnlockOSThread
F Version string
M Func Entry uintptr
M Func FileLine (string, int)
M Func Name string
M MemProfileRecord InUseBytes int64
M MemProfileRecord InUseObjects int64
M MemProfileRecord Stack []uintptr
M StackRecord Stack []uintptr
M TypeAssertionError Error string
M TypeAssertionError RuntimeError
T Error interface
M Error Error string
M Error RuntimeError
T Func struct
T MemProfileRecord struct
S MemProfileRecord AllocBytes int64
S MemProfileRecord AllocObjects int64
S MemProfileRecord FreeBytes int64
S MemProfileRecord FreeObjects int64
S MemProfileRecord Stack0 [32]uintptr
T MemStats struct
S MemStats Alloc uint64
S MemStats BuckHashSys uint64
S MemStats BySize [61]struct
S MemStats DebugGC bool
S MemStats EnableGC bool
S MemStats Frees uint64
S MemStats HeapAlloc uint64
S MemStats HeapIdle uint64
S MemStats HeapInuse uint64
S MemStats HeapObjects uint64
S MemStats HeapReleased uint64
S MemStats HeapSys uint64
S MemStats LastGC uint64
S MemStats Lookups uint64
S MemStats MCacheInuse uint64
S MemStats MCacheSys uint64
S MemStats MSpanInuse uint64
S MemStats MSpanSys uint64
S MemStats Mallocs uint64
S MemStats NextGC uint64
S MemStats NumGC uint32
S MemStats PauseNs [256]uint64
S MemStats PauseTotalNs uint64
S MemStats StackInuse uint64
S MemStats StackSys uint64
S MemStats Sys uint64
S MemStats TotalAlloc uint64
T StackRecord struct
S StackRecord Stack0 [32]uintptr
T TypeAssertionError struct
V MemProfileRate int
F BlockProfile (int, bool)
F SetBlockProfileRate
M BlockProfileRecord Stack []uintptr
T BlockProfileRecord struct
S BlockProfileRecord Count int64
S BlockProfileRecord Cycles int64
S BlockProfileRecord *StackRecord StackRecord
S MemStats GCSys uint64
S MemStats OtherSys uint64
S MemStats PauseEnd [256]uint64
F ReadTrace []uint8
F StartTrace error
F StopTrace
S MemStats GCCPUFraction float64
F CallersFrames *Frames
F KeepAlive
F SetCgoTraceback
M Frames Next (Frame, bool)
T Frame struct
S Frame Entry uintptr
S Frame File string
S Frame Func *Func
S Frame Function string
S Frame Line int
S Frame PC uintptr
T Frames struct
F MutexProfile (int, bool)
F SetMutexProfileFraction int
S MemStats NumForcedGC uint32
M PanicNilError Error string @21
M PanicNilError RuntimeError  @21
M Pinner Pin  @21
M Pinner Unpin  @21
T PanicNilError struct @21
T Pinner struct @21
F AddCleanup Cleanup @24
M Cleanup Stop  @24
T Cleanup struct @24
F SetDefaultGOMAXPROCS  @25
P runtime/cgo
F NewHandle Handle
M Handle Delete
M Handle Value interface{}
T Handle uintptr
T Incomplete struct @20
P runtime/coverage
F ClearCounters error @20
F WriteCountersDir error @20
F WriteCounters error @20
F WriteMetaDir error @20
F WriteMeta error @20
P runtime/debug
F PrintStack
F Stack []uint8
F FreeOSMemory
F ReadGCStats
F SetGCPercent int
T GCStats struct
S GCStats LastGC time.Time
S GCStats NumGC int64
S GCStats Pause []time.Duration
S GCStats PauseQuantiles []time.Duration
S GCStats PauseTotal time.Duration
F SetMaxStack int
F SetMaxThreads int
F SetPanicOnFault bool
F WriteHeapDump
S GCStats PauseEnd []time.Time
F SetTraceback
F ReadBuildInfo (*BuildInfo, bool)
T BuildInfo struct
S BuildInfo Deps []*Module
S BuildInfo Main Module
S BuildInfo Path string
T Module struct
S Module Path string
S Module Replace *Module
S Module Sum string
S Module Version string
F ParseBuildInfo (*BuildInfo, error)
M BuildInfo String string
S BuildInfo GoVersion string
S BuildInfo Settings []BuildSetting
T BuildSetting struct
S BuildSetting Key string
S BuildSetting Value string
F SetMemoryLimit int64 @19
F SetCrashOutput error @23
T CrashOptions struct @23
P runtime/metrics
F All []Description
F Read
M Value Float64 float64
M Value Float64Histogram *Float64Histogram
M Value Kind ValueKind
M Value Uint64 uint64
T Description struct
S Description Cumulative bool
S Description Description string
S Description Kind ValueKind
S Description Name string
T Float64Histogram struct
S Float64Histogram Buckets []float64
S Float64Histogram Counts []uint64
T Sample struct
S Sample Name string
S Sample Value Value
T Value struct
T ValueKind int
P runtime/pprof
F Lookup *Profile
F NewProfile *Profile
F Profiles []*Profile
F StartCPUProfile error
F StopCPUProfile
F WriteHeapProfile error
M Profile Add
M Profile Count int
M Profile Name string
M Profile Remove
M Profile WriteTo error
T Profile struct
F Do
F ForLabels
F Label (string, bool)
F Labels LabelSet
F SetGoroutineLabels
F WithLabels context.Context
T LabelSet struct
P runtime/trace
F Start error
F Stop
F IsEnabled bool
F Log
F Logf
F NewTask (context.Context, *Task)
F StartRegion *Region
F WithRegion
M Region End
M Task End
T Region struct
T Task struct
F NewFlightRecorder *FlightRecorder @25
M FlightRecorder Enabled bool @25
M FlightRecorder Start error @25
M FlightRecorder Stop  @25
M FlightRecorder WriteTo (int64, error) @25
T FlightRecorder struct @25
T FlightRecorderConfig struct @25
S FlightRecorderConfig MaxBytes uint64 @25
S FlightRecorderConfig MinAge time.Duration @25
P slices
F BinarySearch (int, bool) @21
F BinarySearchFunc (int, bool) @21
F Clip =0 @21
F Clone =0 @21
F Compact =0 @21
F CompactFunc =0 @21
F Compare int @21
F CompareFunc int @21
F Contains bool @21
F ContainsFunc bool @21
F Delete =0 @21
F DeleteFunc =0 @21
F Equal bool @21
F EqualFunc bool @21
F Grow =0 @21
F Index int @21
F IndexFunc int @21
F Insert =0 @21
F IsSorted bool @21
F IsSortedFunc bool @21
F Max _ @21
F MaxFunc _ @21
F Min _ @21
F MinFunc _ @21
F Replace =0 @21
F Reverse  @21
F Sort  @21
F SortFunc  @21
F SortStableFunc  @21
F Concat _ @22
F All iter.Seq2[int, _] @23
F AppendSeq =0 @23
F Backward iter.Seq2[int, _] @23
F Chunk iter.Seq[_] @23
F Collect []_ @23
F Repeat =0 @23
F SortedFunc []_ @23
F SortedStableFunc []_ @23
F Sorted []_ @23
F Values iter.Seq[_] @23
P sort
F Float64s
F Float64sAreSorted bool
F Ints
F IntsAreSorted bool
F IsSorted bool
F Search int
F SearchFloat64s int
F SearchInts int
F SearchStrings int
F Sort
F Strings
F StringsAreSorted bool
M Float64Slice Len int
M Float64Slice Less bool
M Float64Slice Search int
M Float64Slice Sort
M Float64Slice Swap
M IntSlice Len int
M IntSlice Less bool
M IntSlice Search int
M IntSlice Sort
M IntSlice Swap
M StringSlice Len int
M StringSlice Less bool
M StringSlice Search int
M StringSlice Sort
M StringSlice Swap
T Float64Slice []float64
T IntSlice []int
T Interface interface
M Interface Len int
M Interface Less bool
M Interface Swap
T StringSlice []string
F Reverse Interface
F Stable
F Slice
F SliceIsSorted bool
F SliceStable
F Find (int, bool) @19
P strconv
F AppendBool []uint8
F AppendFloat []uint8
F AppendInt []uint8
F AppendQuote []uint8
F AppendQuoteRune []uint8
F AppendQuoteRuneToASCII []uint8
F AppendQuoteToASCII []uint8
F AppendUint []uint8
F Atoi (int, error)
F CanBackquote bool
F FormatBool string
F FormatFloat string
F FormatInt string
F FormatUint string
F IsPrint bool
F Itoa string
F ParseBool (bool, error)
F ParseFloat (float64, error)
F ParseInt (int64, error)
F ParseUint (uint64, error)
F Quote string
F QuoteRune string
F QuoteRuneToASCII string
F QuoteToASCII string
F Unquote (string, error)
F UnquoteChar (int32, bool, string, error)
M NumError Error string
T NumError struct
S NumError Err error
S NumError Func string
S NumError Num string
V ErrRange error
V ErrSyntax error
F AppendQuoteRuneToGraphic []uint8
F AppendQuoteToGraphic []uint8
F IsGraphic bool
F QuoteRuneToGraphic string
F QuoteToGraphic string
M NumError Unwrap error
F FormatComplex string
F ParseComplex (complex128, error)
F QuotedPrefix (string, error)
P strings
F Contains bool
F ContainsAny bool
F ContainsRune bool
F Count int
F EqualFold bool
F Fields []string
F FieldsFunc []string
F HasPrefix bool
F HasSuffix bool
F Index int
F IndexAny int
F IndexFunc int
F IndexRune int
F Join string
F LastIndex int
F LastIndexAny int
F LastIndexFunc int
F Map string
F NewReader *Reader
F NewReplacer *Replacer
F Repeat string
F Replace string
F Split []string
F SplitAfter []string
F SplitAfterN []string
F SplitN []string
F Title string
F ToLower string
F ToLowerSpecial string
F ToTitle string
F ToTitleSpecial string
F ToUpper string
F ToUpperSpecial string
F Trim string
F TrimFunc string
F TrimLeft string
F TrimLeftFunc string
F TrimRight string
F TrimRightFunc string
F TrimSpace string
M Reader Len int
M Reader Read (int, error)
M Reader ReadAt (int, error)
M Reader ReadByte (uint8, error)
M Reader ReadRune (int32, int, error)
M Reader Seek (int64, error)
M Reader UnreadByte error
M Reader UnreadRune error
M Replacer Replace string
M Replacer WriteString (int, error)
T Reader struct
T Replacer struct
F TrimPrefix string
F TrimSuffix string
M Reader WriteTo (int64, error)
F IndexByte int
F Compare int
F LastIndexByte int
M Reader Size int64
M Reader Reset
M Builder Grow
M Builder Len int
M Builder Reset
M Builder String string
M Builder Write (int, error)
M Builder WriteByte error
M Builder WriteRune (int, error)
M Builder WriteString (int, error)
T Builder struct
F ReplaceAll string
M Builder Cap int
F ToValidUTF8 string
F Clone string
F Cut (string, string, bool)
F CutPrefix (string, bool) @20
F CutSuffix (string, bool) @20
F ContainsFunc bool @21
F FieldsFuncSeq iter.Seq[string] @24
F FieldsSeq iter.Seq[string] @24
F Lines iter.Seq[string] @24
F SplitAfterSeq iter.Seq[string] @24
F SplitSeq iter.Seq[string] @24
P structs
T HostLayout struct @23
P sync
F NewCond *Cond
M Cond Broadcast
M Cond Signal
M Cond Wait
M Mutex Lock
M Mutex Unlock
M Once Do
M RWMutex Lock
M RWMutex RLock
M RWMutex RLocker Locker
M RWMutex RUnlock
M RWMutex Unlock
M WaitGroup Add
M WaitGroup Done
M WaitGroup Wait
T Cond struct
S Cond L Locker
T Locker interface
M Locker Lock
M Locker Unlock
T Mutex struct
T Once struct
T RWMutex struct
T WaitGroup struct
M Pool Get interface{}
M Pool Put
T Pool struct
S Pool New func() interface{}
M Map Delete
M Map Load (interface{}, bool)
M Map LoadOrStore (interface{}, bool)
M Map Range
M Map Store
T Map struct
M Map LoadAndDelete (interface{}, bool)
M Mutex TryLock bool
M RWMutex TryLock bool
M RWMutex TryRLock bool
M Map CompareAndDelete bool @20
M Map CompareAndSwap bool @20
M Map Swap (interface{}, bool) @20
F OnceFunc func() @21
F OnceValue func() _ @21
F OnceValues func() (_, _) @21
M Map Clear  @23
M WaitGroup Go  @25
P sync/atomic
F AddInt32 int32
F AddInt64 int64
F AddUint32 uint32
F AddUint64 uint64
F AddUintptr uintptr
F CompareAndSwapInt32 bool
F CompareAndSwapInt64 bool
F CompareAndSwapPointer bool
F CompareAndSwapUint32 bool
F CompareAndSwapUint64 bool
F CompareAndSwapUintptr bool
F LoadInt32 int32
F LoadInt64 int64
F LoadPointer unsafe.Pointer
F LoadUint32 uint32
F LoadUint64 uint64
F LoadUintptr uintptr
F StoreInt32
F StoreInt64
F StorePointer
F StoreUint32
F StoreUint64
F StoreUintptr
F SwapInt32 int32
F SwapInt64 int64
F SwapPointer unsafe.Pointer
F SwapUint32 uint32
F SwapUint64 uint64
F SwapUintptr uintptr
M Value Load interface{}
M Value Store
T Value struct
M Value CompareAndSwap bool
M Value Swap interface{}
M Bool CompareAndSwap bool @19
M Bool Load bool @19
M Bool Store  @19
M Bool Swap bool @19
M Int32 Add int32 @19
M Int32 CompareAndSwap bool @19
M Int32 Load int32 @19
M Int32 Store  @19
M Int32 Swap int32 @19
M Int64 Add int64 @19
M Int64 CompareAndSwap bool @19
M Int64 Load int64 @19
M Int64 Store  @19
M Int64 Swap int64 @19
M Pointer CompareAndSwap bool @19
M Pointer Load *_ @19
M Pointer Store  @19
M Pointer Swap *_ @19
M Uint32 Add uint32 @19
M Uint32 CompareAndSwap bool @19
M Uint32 Load uint32 @19
M Uint32 Store  @19
M Uint32 Swap uint32 @19
M Uint64 Add uint64 @19
M Uint64 CompareAndSwap bool @19
M Uint64 Load uint64 @19
M Uint64 Store  @19
M Uint64 Swap uint64 @19
M Uintptr Add uintptr @19
M Uintptr CompareAndSwap bool @19
M Uintptr Load uintptr @19
M Uintptr Store  @19
M Uintptr Swap uintptr @19
T Bool struct @19
T Int32 struct @19
T Int64 struct @19
T Pointer struct @19
T Uint32 struct @19
T Uint64 struct @19
T Uintptr struct @19
F AndInt32 int32 @23
F AndInt64 int64 @23
F AndUint32 uint32 @23
F AndUint64 uint64 @23
F AndUintptr uintptr @23
F OrInt32 int32 @23
F OrInt64 int64 @23
F OrUint32 uint32 @23
F OrUint64 uint64 @23
F OrUintptr uintptr @23
M Int32 And int32 @23
M Int32 Or int32 @23
M Int64 And int64 @23
M Int64 Or int64 @23
M Uint32 And uint32 @23
M Uint32 Or uint32 @23
M Uint64 And uint64 @23
M Uint64 Or uint64 @23
M Uintptr And uintptr @23
M Uintptr Or uintptr @23
P testing
F Benchmark BenchmarkResult
F Main
F RunBenchmarks
F RunExamples bool
F RunTests bool
F Short bool
M B Error
M B Errorf
M B Fail
M B FailNow
M B Failed bool
M B Fatal
M B Fatalf
M B Log
M B Logf
M B ResetTimer
M B SetBytes
M B StartTimer
M B StopTimer
M T Error
M T Errorf
M T Fail
M T FailNow
M T Failed bool
M T Fatal
M T Fatalf
M T Log
M T Logf
M T Parallel
M BenchmarkResult NsPerOp int64
M BenchmarkResult String string
T B struct
S B N int
T BenchmarkResult struct
S BenchmarkResult Bytes int64
S BenchmarkResult N int
S BenchmarkResult T time.Duration
T InternalBenchmark struct
S InternalBenchmark F func(*B)
S InternalBenchmark Name string
T InternalExample struct
S InternalExample F func()
S InternalExample Name string
S InternalExample Output string
T InternalTest struct
S InternalTest F func(*T)
S InternalTest Name string
T T struct
F AllocsPerRun float64
F Verbose bool
M B ReportAllocs
M B Skip
M B SkipNow
M B Skipf
M B Skipped bool
M T Skip
M T SkipNow
M T Skipf
M T Skipped bool
M BenchmarkResult AllocedBytesPerOp int64
M BenchmarkResult AllocsPerOp int64
M BenchmarkResult MemString string
S BenchmarkResult MemAllocs uint64
S BenchmarkResult MemBytes uint64
F RegisterCover
T Cover struct
S Cover Blocks map[string][]CoverBlock
S Cover Counters map[string][]uint32
S Cover CoveredPackages string
S Cover Mode string
T CoverBlock struct
S CoverBlock Col0 uint16
S CoverBlock Col1 uint16
S CoverBlock Line0 uint32
S CoverBlock Line1 uint32
S CoverBlock Stmts uint16
M TB Error
M TB Errorf
M TB Fail
M TB FailNow
M TB Failed bool
M TB Fatal
M TB Fatalf
M TB Log
M TB Logf
M TB Skip
M TB SkipNow
M TB Skipf
M TB Skipped bool
M B RunParallel
M B SetParallelism
M PB Next bool
T PB struct
F Coverage float64
F MainStart *M
M M Run int
T M struct
M B Run bool
M T Run bool
S InternalExample Unordered bool
F CoverMode string
M B Name string
M T Name string
M TB Name string
M B Helper
M T Helper
M TB Helper
F Init
M B ReportMetric
S BenchmarkResult Extra map[string]float64
M B Cleanup
M T Cleanup
M TB Cleanup
M B TempDir string
M T Deadline (time.Time, bool)
M T TempDir string
M TB TempDir string
M B Setenv
M T Setenv
M TB Setenv
M F Add
M F Cleanup
M F Error
M F Errorf
M F Fail
M F FailNow
M F Failed bool
M F Fatal
M F Fatalf
M F Fuzz
M F Helper
M F Log
M F Logf
M F Name string
M F Setenv
M F Skip
M F SkipNow
M F Skipf
M F Skipped bool
M F TempDir string
T F struct
T InternalFuzzTarget struct
S InternalFuzzTarget Fn func(*F)
S InternalFuzzTarget Name string
M B Elapsed time.Duration @20
F Testing bool @21
M B Chdir  @24
M B Context context.Context @24
M B Loop bool @24
M F Chdir  @24
M F Context context.Context @24
M T Chdir  @24
M T Context context.Context @24
M TB Chdir  @24
M TB Context context.Context @24
M B Attr  @25
M B Output io.Writer @25
M F Attr  @25
M F Output io.Writer @25
M T Attr  @25
M T Output io.Writer @25
M TB Attr  @25
M TB Output io.Writer @25
M B ArtifactDir string @26
M F ArtifactDir string @26
M T ArtifactDir string @26
M TB ArtifactDir string @26
P testing/cryptotest
F SetGlobalRandom  @26
P testing/fstest
F TestFS error
M MapFS Glob ([]string, error)
M MapFS Open (fs.File, error)
M MapFS ReadDir ([]fs.DirEntry, error)
M MapFS ReadFile ([]uint8, error)
M MapFS Stat (fs.FileInfo, error)
M MapFS Sub (fs.FS, error)
T MapFS map[string]*MapFile
T MapFile struct
S MapFile Data []uint8
S MapFile ModTime time.Time
S MapFile Mode fs.FileMode
S MapFile Sys interface{}
M MapFS Lstat (fs.FileInfo, error) @25
M MapFS ReadLink (string, error) @25
P testing/iotest
F DataErrReader io.Reader
F HalfReader io.Reader
F NewReadLogger io.Reader
F NewWriteLogger io.Writer
F OneByteReader io.Reader
F TimeoutReader io.Reader
F TruncateWriter io.Writer
V ErrTimeout error
F ErrReader io.Reader
F TestReader error
P testing/quick
F Check error
F CheckEqual error
F Value (reflect.Value, bool)
M CheckEqualError Error string
M CheckError Error string
M SetupError Error string
T CheckEqualError struct
S CheckEqualError Out1 []interface{}
S CheckEqualError Out2 []interface{}
S CheckEqualError *CheckError CheckError
T CheckError struct
S CheckError Count int
S CheckError In []interface{}
T Config struct
S Config MaxCount int
S Config MaxCountScale float64
S Config Rand *rand.Rand
S Config Values func([]reflect.Value, *rand.Rand)
T Generator interface
M Generator Generate reflect.Value
T SetupError string
P testing/slogtest
F TestHandler error @21
F Run  @22
P testing/synctest
F Test  @25
F Wait  @25
P text/scanner
F TokenString string
M Position IsValid bool
M Scanner Init *Scanner
M Scanner IsValid bool
M Scanner Next int32
M Scanner Peek int32
M Scanner Pos Position
M Scanner Scan int32
M Scanner TokenText string
M Position String string
M Scanner String string
T Position struct
S Position Column int
S Position Filename string
S Position Line int
S Position Offset int
T Scanner struct
S Scanner Error func(*Scanner, string)
S Scanner ErrorCount int
S Scanner Mode uint
S Scanner Whitespace uint64
S Scanner *Position Position
S Scanner IsIdentRune func(int32, int) bool
P text/tabwriter
F NewWriter *Writer
M Writer Flush error
M Writer Init *Writer
M Writer Write (int, error)
T Writer struct
P text/template
F HTMLEscape
F HTMLEscapeString string
F HTMLEscaper string
F JSEscape
F JSEscapeString string
F JSEscaper string
F Must *Template
F New *Template
F ParseFiles (*Template, error)
F ParseGlob (*Template, error)
F URLQueryEscaper string
M Template AddParseTree (*Template, error)
M Template Clone (*Template, error)
M Template Delims *Template
M Template Execute error
M Template ExecuteTemplate error
M Template Funcs *Template
M Template Lookup *Template
M Template Name string
M Template New *Template
M Template Parse (*Template, error)
M Template ParseFiles (*Template, error)
M Template ParseGlob (*Template, error)
M Template Templates []*Template
T FuncMap map[string]interface{}
T Template struct
S Template *Tree *parse.Tree
M Template ErrorContext (string, string)
M Template Copy *parse.Tree
M Template DefinedTemplates string
M Template Option *Template
F IsTrue (bool, bool)
M ExecError Error string
T ExecError struct
S ExecError Err error
S ExecError Name string
M ExecError Unwrap error
F ParseFS (*Template, error)
M Template ParseFS (*Template, error)
P text/template/parse
F IsEmptyTree bool
F New *Tree
F NewIdentifier *IdentifierNode
F Parse (map[string]*Tree, error)
M ActionNode Copy Node
M ActionNode String string
M BoolNode Copy Node
M BoolNode String string
M BranchNode String string
M CommandNode Copy Node
M CommandNode String string
M DotNode Copy Node
M DotNode String string
M DotNode Type NodeType
M FieldNode Copy Node
M FieldNode String string
M IdentifierNode Copy Node
M IdentifierNode String string
M IfNode Copy Node
M IfNode String string
M ListNode Copy Node
M ListNode CopyList *ListNode
M ListNode String string
M NumberNode Copy Node
M NumberNode String string
M PipeNode Copy Node
M PipeNode CopyPipe *PipeNode
M PipeNode String string
M RangeNode Copy Node
M RangeNode String string
M StringNode Copy Node
M StringNode String string
M TemplateNode Copy Node
M TemplateNode String string
M TextNode Copy Node
M TextNode String string
M Tree Parse (*Tree, error)
M VariableNode Copy Node
M VariableNode String string
M WithNode Copy Node
M WithNode String string
M ActionNode Type NodeType
M BoolNode Type NodeType
M BranchNode Type NodeType
M CommandNode Type NodeType
M FieldNode Type NodeType
M IdentifierNode Type NodeType
M IfNode Type NodeType
M ListNode Type NodeType
M NodeType Type NodeType
M NumberNode Type NodeType
M PipeNode Type NodeType
M RangeNode Type NodeType
M StringNode Type NodeType
M TemplateNode Type NodeType
M TextNode Type NodeType
M VariableNode Type NodeType
M WithNode Type NodeType
T ActionNode struct
S ActionNode Line int
S ActionNode Pipe *PipeNode
S ActionNode *NodeType NodeType
T BoolNode struct
S BoolNode True bool
S BoolNode *NodeType NodeType
T BranchNode struct
S BranchNode ElseList *ListNode
S BranchNode Line int
S BranchNode List *ListNode
S BranchNode Pipe *PipeNode
S BranchNode *NodeType NodeType
T CommandNode struct
S CommandNode Args []Node
S CommandNode *NodeType NodeType
T DotNode bool
T FieldNode struct
S FieldNode Ident []string
S FieldNode *NodeType NodeType
T IdentifierNode struct
S IdentifierNode Ident string
S IdentifierNode *NodeType NodeType
T IfNode struct
S IfNode *BranchNode BranchNode
T ListNode struct
S ListNode Nodes []Node
S ListNode *NodeType NodeType
T Node interface
M Node Copy Node
M Node String string
M Node Type NodeType
T NodeType int
T NumberNode struct
S NumberNode Complex128 complex128
S NumberNode Float64 float64
S NumberNode Int64 int64
S NumberNode IsComplex bool
S NumberNode IsFloat bool
S NumberNode IsInt bool
S NumberNode IsUint bool
S NumberNode Text string
S NumberNode Uint64 uint64
S NumberNode *NodeType NodeType
T PipeNode struct
S PipeNode Cmds []*CommandNode
S PipeNode Decl []*VariableNode
S PipeNode Line int
S PipeNode *NodeType NodeType
T RangeNode struct
S RangeNode *BranchNode BranchNode
T StringNode struct
S StringNode Quoted string
S StringNode Text string
S StringNode *NodeType NodeType
T TemplateNode struct
S TemplateNode Line int
S TemplateNode Name string
S TemplateNode Pipe *PipeNode
S TemplateNode *NodeType NodeType
T TextNode struct
S TextNode Text []uint8
S TextNode *NodeType NodeType
T Tree struct
S Tree Name string
S Tree Root *ListNode
T VariableNode struct
S VariableNode Ident []string
S VariableNode *NodeType NodeType
T WithNode struct
S WithNode *BranchNode BranchNode
M ChainNode Add
M ChainNode Copy Node
M ChainNode String string
M IdentifierNode SetPos *IdentifierNode
M NilNode Copy Node
M NilNode String string
M NilNode Type NodeType
M Tree ErrorContext (string, string)
M ActionNode Position Pos
M BoolNode Position Pos
M BranchNode Position Pos
M ChainNode Position Pos
M ChainNode Type NodeType
M CommandNode Position Pos
M DotNode Position Pos
M FieldNode Position Pos
M IdentifierNode Position Pos
M IfNode Position Pos
M ListNode Position Pos
M NilNode Position Pos
M NumberNode Position Pos
M PipeNode Position Pos
M Pos Position Pos
M RangeNode Position Pos
M StringNode Position Pos
M TemplateNode Position Pos
M TextNode Position Pos
M VariableNode Position Pos
M WithNode Position Pos
S ActionNode *Pos Pos
S BoolNode *Pos Pos
S BranchNode *Pos Pos
T ChainNode struct
S ChainNode Field []string
S ChainNode Node Node
S ChainNode *NodeType NodeType
S ChainNode *Pos Pos
S CommandNode *Pos Pos
S DotNode *Pos Pos
S FieldNode *Pos Pos
S IdentifierNode *Pos Pos
S ListNode *Pos Pos
T NilNode struct
S NilNode *Pos Pos
M Node Position Pos
S NumberNode *Pos Pos
S PipeNode *Pos Pos
T Pos int
S StringNode *Pos Pos
S TemplateNode *Pos Pos
S TextNode *Pos Pos
S Tree ParseName string
S VariableNode *Pos Pos
M Tree Copy *Tree
S DotNode *NodeType NodeType
S NilNode *NodeType NodeType
M BranchNode Copy Node
M IdentifierNode SetTree *IdentifierNode
S PipeNode IsAssign bool
M CommentNode Copy Node
M CommentNode String string
M CommentNode Position Pos
M CommentNode Type NodeType
T CommentNode struct
S CommentNode Text string
S CommentNode *NodeType NodeType
S CommentNode *Pos Pos
T Mode uint
S Tree Mode Mode
M BreakNode Copy Node
M BreakNode String string
M ContinueNode Copy Node
M ContinueNode String string
M BreakNode Position Pos
M BreakNode Type NodeType
M ContinueNode Position Pos
M ContinueNode Type NodeType
T BreakNode struct
S BreakNode Line int
S BreakNode *NodeType NodeType
S BreakNode *Pos Pos
T ContinueNode struct
S ContinueNode Line int
S ContinueNode *NodeType NodeType
S ContinueNode *Pos Pos
P time
F After <-chan Time
F AfterFunc *Timer
F Date Time
F FixedZone *Location
F LoadLocation (*Location, error)
F NewTicker *Ticker
F NewTimer *Timer
F Now Time
F Parse (Time, error)
F ParseDuration (Duration, error)
F Since Duration
F Sleep
F Tick <-chan Time
F Unix Time
M Location String string
M ParseError Error string
M Ticker Stop
M Time GobDecode error
M Time UnmarshalJSON error
M Timer Stop bool
M Duration Hours float64
M Duration Minutes float64
M Duration Nanoseconds int64
M Duration Seconds float64
M Duration String string
M Month String string
M Time Add Time
M Time AddDate Time
M Time After bool
M Time Before bool
M Time Clock (int, int, int)
M Time Date (int, Month, int)
M Time Day int
M Time Equal bool
M Time Format string
M Time GobEncode ([]uint8, error)
M Time Hour int
M Time ISOWeek (int, int)
M Time In Time
M Time IsZero bool
M Time Local Time
M Time Location *Location
M Time MarshalJSON ([]uint8, error)
M Time Minute int
M Time Month Month
M Time Nanosecond int
M Time Second int
M Time String string
M Time Sub Duration
M Time UTC Time
M Time Unix int64
M Time UnixNano int64
M Time Weekday Weekday
M Time Year int
M Time Zone (string, int)
M Weekday String string
T Duration int64
T Location struct
T Month int
T ParseError struct
S ParseError Layout string
S ParseError LayoutElem string
S ParseError Message string
S ParseError Value string
S ParseError ValueElem string
T Ticker struct
S Ticker C <-chan Time
T Time struct
T Timer struct
S Timer C <-chan Time
T Weekday int
V Local *Location
V UTC *Location
F ParseInLocation (Time, error)
M Timer Reset bool
M Time Round Time
M Time Truncate Time
M Time YearDay int
M Time UnmarshalBinary error
M Time UnmarshalText error
M Time MarshalBinary ([]uint8, error)
M Time MarshalText ([]uint8, error)
M Time AppendFormat []uint8
F Until Duration
M Duration Round Duration
M Duration Truncate Duration
F LoadLocationFromTZData (*Location, error)
M Duration Microseconds int64
M Duration Milliseconds int64
M Ticker Reset
F UnixMicro Time
F UnixMilli Time
M Time GoString string
M Time IsDST bool
M Time UnixMicro int64
M Time UnixMilli int64
M Duration Abs Duration @19
M Time ZoneBounds (Time, Time) @19
M Time Compare int @20
M Time AppendBinary ([]uint8, error) @24
M Time AppendText ([]uint8, error) @24
P unicode
F Is bool
F IsControl bool
F IsDigit bool
F IsGraphic bool
F IsLetter bool
F IsLower bool
F IsMark bool
F IsNumber bool
F IsOneOf bool
F IsPrint bool
F IsPunct bool
F IsSpace bool
F IsSymbol bool
F IsTitle bool
F IsUpper bool
F SimpleFold int32
F To int32
F ToLower int32
F ToTitle int32
F ToUpper int32
M SpecialCase ToLower int32
M SpecialCase ToTitle int32
M SpecialCase ToUpper int32
T CaseRange struct
S CaseRange Delta d
S CaseRange Hi uint32
S CaseRange Lo uint32
T Range16 struct
S Range16 Hi uint16
S Range16 Lo uint16
S Range16 Stride uint16
T Range32 struct
S Range32 Hi uint32
S Range32 Lo uint32
S Range32 Stride uint32
T RangeTable struct
S RangeTable R16 []Range16
S RangeTable R32 []Range32
T SpecialCase []CaseRange
V ASCII_Hex_Digit *RangeTable
V Arabic *RangeTable
V Armenian *RangeTable
V Avestan *RangeTable
V AzeriCase SpecialCase
V Balinese *RangeTable
V Bamum *RangeTable
V Batak *RangeTable
V Bengali *RangeTable
V Bidi_Control *RangeTable
V Bopomofo *RangeTable
V Brahmi *RangeTable
V Braille *RangeTable
V Buginese *RangeTable
V Buhid *RangeTable
V C *RangeTable
V Canadian_Aboriginal *RangeTable
V Carian *RangeTable
V CaseRanges []CaseRange
V Categories map[string]*RangeTable
V Cc *RangeTable
V Cf *RangeTable
V Cham *RangeTable
V Cherokee *RangeTable
V Co *RangeTable
V Common *RangeTable
V Coptic *RangeTable
V Cs *RangeTable
V Cuneiform *RangeTable
V Cypriot *RangeTable
V Cyrillic *RangeTable
V Dash *RangeTable
V Deprecated *RangeTable
V Deseret *RangeTable
V Devanagari *RangeTable
V Diacritic *RangeTable
V Digit *RangeTable
V Egyptian_Hieroglyphs *RangeTable
V Ethiopic *RangeTable
V Extender *RangeTable
V FoldCategory map[string]*RangeTable
V FoldScript map[string]*RangeTable
V Georgian *RangeTable
V Glagolitic *RangeTable
V Gothic *RangeTable
V GraphicRanges []*RangeTable
V Greek *RangeTable
V Gujarati *RangeTable
V Gurmukhi *RangeTable
V Han *RangeTable
V Hangul *RangeTable
V Hanunoo *RangeTable
V Hebrew *RangeTable
V Hex_Digit *RangeTable
V Hiragana *RangeTable
V Hyphen *RangeTable
V IDS_Binary_Operator *RangeTable
V IDS_Trinary_Operator *RangeTable
V Ideographic *RangeTable
V Imperial_Aramaic *RangeTable
V Inherited *RangeTable
V Inscriptional_Pahlavi *RangeTable
V Inscriptional_Parthian *RangeTable
V Javanese *RangeTable
V Join_Control *RangeTable
V Kaithi *RangeTable
V Kannada *RangeTable
V Katakana *RangeTable
V Kayah_Li *RangeTable
V Kharoshthi *RangeTable
V Khmer *RangeTable
V L *RangeTable
V Lao *RangeTable
V Latin *RangeTable
V Lepcha *RangeTable
V Letter *RangeTable
V Limbu *RangeTable
V Linear_B *RangeTable
V Lisu *RangeTable
V Ll *RangeTable
V Lm *RangeTable
V Lo *RangeTable
V Logical_Order_Exception *RangeTable
V Lower *RangeTable
V Lt *RangeTable
V Lu *RangeTable
V Lycian *RangeTable
V Lydian *RangeTable
V M *RangeTable
V Malayalam *RangeTable
V Mandaic *RangeTable
V Mark *RangeTable
V Mc *RangeTable
V Me *RangeTable
V Meetei_Mayek *RangeTable
V Mn *RangeTable
V Mongolian *RangeTable
V Myanmar *RangeTable
V N *RangeTable
V Nd *RangeTable
V New_Tai_Lue *RangeTable
V Nko *RangeTable
V Nl *RangeTable
V No *RangeTable
V Noncharacter_Code_Point *RangeTable
V Number *RangeTable
V Ogham *RangeTable
V Ol_Chiki *RangeTable
V Old_Italic *RangeTable
V Old_Persian *RangeTable
V Old_South_Arabian *RangeTable
V Old_Turkic *RangeTable
V Oriya *RangeTable
V Osmanya *RangeTable
V Other *RangeTable
V Other_Alphabetic *RangeTable
V Other_Default_Ignorable_Code_Point *RangeTable
V Other_Grapheme_Extend *RangeTable
V Other_ID_Continue *RangeTable
V Other_ID_Start *RangeTable
V Other_Lowercase *RangeTable
V Other_Math *RangeTable
V Other_Uppercase *RangeTable
V P *RangeTable
V Pattern_Syntax *RangeTable
V Pattern_White_Space *RangeTable
V Pc *RangeTable
V Pd *RangeTable
V Pe *RangeTable
V Pf *RangeTable
V Phags_Pa *RangeTable
V Phoenician *RangeTable
V Pi *RangeTable
V Po *RangeTable
V PrintRanges []*RangeTable
V Properties map[string]*RangeTable
V Ps *RangeTable
V Punct *RangeTable
V Quotation_Mark *RangeTable
V Radical *RangeTable
V Rejang *RangeTable
V Runic *RangeTable
V S *RangeTable
V STerm *RangeTable
V Samaritan *RangeTable
V Saurashtra *RangeTable
V Sc *RangeTable
V Scripts map[string]*RangeTable
V Shavian *RangeTable
V Sinhala *RangeTable
V Sk *RangeTable
V Sm *RangeTable
V So *RangeTable
V Soft_Dotted *RangeTable
V Space *RangeTable
V Sundanese *RangeTable
V Syloti_Nagri *RangeTable
V Symbol *RangeTable
V Syriac *RangeTable
V Tagalog *RangeTable
V Tagbanwa *RangeTable
V Tai_Le *RangeTable
V Tai_Tham *RangeTable
V Tai_Viet *RangeTable
V Tamil *RangeTable
V Telugu *RangeTable
V Terminal_Punctuation *RangeTable
V Thaana *RangeTable
V Thai *RangeTable
V Tibetan *RangeTable
V Tifinagh *RangeTable
V Title *RangeTable
V TurkishCase SpecialCase
V Ugaritic *RangeTable
V Unified_Ideograph *RangeTable
V Upper *RangeTable
V Vai *RangeTable
V Variation_Selector *RangeTable
V White_Space *RangeTable
V Yi *RangeTable
V Z *RangeTable
V Zl *RangeTable
V Zp *RangeTable
V Zs *RangeTable
S RangeTable LatinOffset int
V Chakma *RangeTable
V Meroitic_Cursive *RangeTable
V Meroitic_Hieroglyphs *RangeTable
V Miao *RangeTable
V Sharada *RangeTable
V Sora_Sompeng *RangeTable
V Takri *RangeTable
F In bool
V Bassa_Vah *RangeTable
V Caucasian_Albanian *RangeTable
V Duployan *RangeTable
V Elbasan *RangeTable
V Grantha *RangeTable
V Khojki *RangeTable
V Khudawadi *RangeTable
V Linear_A *RangeTable
V Mahajani *RangeTable
V Manichaean *RangeTable
V Mende_Kikakui *RangeTable
V Modi *RangeTable
V Mro *RangeTable
V Nabataean *RangeTable
V Old_North_Arabian *RangeTable
V Old_Permic *RangeTable
V Pahawh_Hmong *RangeTable
V Palmyrene *RangeTable
V Pau_Cin_Hau *RangeTable
V Psalter_Pahlavi *RangeTable
V Siddham *RangeTable
V Tirhuta *RangeTable
V Warang_Citi *RangeTable
V Ahom *RangeTable
V Anatolian_Hieroglyphs *RangeTable
V Hatran *RangeTable
V Multani *RangeTable
V Old_Hungarian *RangeTable
V SignWriting *RangeTable
V Adlam *RangeTable
V Bhaiksuki *RangeTable
V Marchen *RangeTable
V Newa *RangeTable
V Osage *RangeTable
V Prepended_Concatenation_Mark *RangeTable
V Sentence_Terminal *RangeTable
V Tangut *RangeTable
V Masaram_Gondi *RangeTable
V Nushu *RangeTable
V Regional_Indicator *RangeTable
V Soyombo *RangeTable
V Zanabazar_Square *RangeTable
V Dogra *RangeTable
V Gunjala_Gondi *RangeTable
V Hanifi_Rohingya *RangeTable
V Makasar *RangeTable
V Medefaidrin *RangeTable
V Old_Sogdian *RangeTable
V Sogdian *RangeTable
V Elymaic *RangeTable
V Nandinagari *RangeTable
V Nyiakeng_Puachue_Hmong *RangeTable
V Wancho *RangeTable
V Chorasmian *RangeTable
V Dives_Akuru *RangeTable
V Khitan_Small_Script *RangeTable
V Yezidi *RangeTable
V Cypro_Minoan *RangeTable @21
V Kawi *RangeTable @21
V Nag_Mundari *RangeTable @21
V Old_Uyghur *RangeTable @21
V Tangsa *RangeTable @21
V Toto *RangeTable @21
V Vithkuqi *RangeTable @21
V CategoryAliases map[string]string @25
V Cn *RangeTable @25
V LC *RangeTable @25
P unicode/utf16
F Decode []int32
F DecodeRune int32
F Encode []uint16
F EncodeRune (int32, int32)
F IsSurrogate bool
F AppendRune []uint16 @20
F RuneLen int @23
P unicode/utf8
F DecodeLastRune (int32, int)
F DecodeLastRuneInString (int32, int)
F DecodeRune (int32, int)
F DecodeRuneInString (int32, int)
F EncodeRune int
F FullRune bool
F FullRuneInString bool
F RuneCount int
F RuneCountInString int
F RuneLen int
F RuneStart bool
F Valid bool
F ValidString bool
F ValidRune bool
F AppendRune []uint8
P unique
F Make Handle[_] @23
M Handle Value _ @23
T Handle struct @23
P weak
F Make Pointer[_] @24
M Pointer Value *_ @24
T Pointer struct @24
`;
