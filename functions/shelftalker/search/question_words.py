"""Words of readers' questions in English, German, French and Spanish: what may stand beside a title and names none.

They are no sentences: any order of them is understood, as long as what is left is a title of the catalogue.
"""

from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS, words_in


class QuestionWords(NamedTuple):
    """Words as the keys of titles have them: in small letters, without accents and apostrophes.

    Attributes:
        asking: Words that few titles begin with: they make a question by themselves.
        hinting: Words of questions and of titles alike: two of them make a question.
        linking: Words that stand in any sentence.
        before_title: Words after which a title may follow at once.
        of_book: Words for a book.
        joining: Words between two titles.
        of_copy: Words behind a title that tell one copy of a book from another.
        before_author: Words between a title and its author.
        volume: Words before the number of a volume.
        ordinals: Numbers of volumes in words.
    """

    asking: frozenset[str] = words_in(
        """
        books enjoyed finished liked loved novels please pls plz reads recommend recommendation recommendations recs
        recommended recommending resembling similar suggest suggested suggestion suggestions thanks thx whats youd
        favorites favourites fav fave faves favs enjoyable
        adored alternatives authors fortsetzung continuacion readalikes readalike sequel sequels
        bitte bucher buchern danke empfehle empfehlen empfehlung empfehlungen empfiehl empfiehlst empfohlen gefallen
        gefiel gelesen geliebt gemocht romane romanen vorschlag vorschlage vorschlagen ahnlich ahnliche ahnlichen
        lieblingsbuch lieblingsbucher gefallt vorschlagt geschmokert verschlungen leseempfehlung buchempfehlung
        ahnlicher ahnliches weiterlesen lesetipp lesetipps buchtipp buchtipps lekture mochtest mochten
        adore aimait conseil conseiller conseilles conseillez conseils livres merci plait plu recommandation recommande
        prefere preferee preferes preferees ressemblent ressemblerait plairait plaira adores aurait
        recommandations recommander recommandes recommandez romans semblable semblables similaire similaires suggerer
        suggestion proposer proposez lectures
        agradezco encanta encantado encanto gustado gusto leido libros novelas parecida parecidas parecido parecidos
        favor favorita favorito favoritas favoritos recomendacion gustaria gustara gustaron encantaron
        svp stp ppf buecher buechern aehnlich aehnliche aehnlichen aehnlicher aehnliches vorschlaege vorschlaegen
        lektuere moechtest moechten gefaellt schlaegst vorschlaegt lieblingsbuecher
        porfa recomendacion recomendaciones recomendado recomendais recomendar recomendarias recomiendame recomienda
        recomiendan recomiendas similares sugerencia sugerencias gracias termine
        """
    )
    hinting: frozenset[str] = words_in(
        """
        after again akin another anybody anyone anything book comparable else enjoy enjoying fan fans favorite favourite
        find finish finishing follow following give hey hi hello i ideas im ive like liking look looking lookup love
        loves me more my need next novel other pick read reader readers reading reread rereading search searching show
        some someone something style somewhat start tell titles try us vein vibe vibes want wanted wants we what which
        you your chasing craving comes come dying hooked lined obsessed finishes newest stuck thoughts whatre worth als
        andere anderes beendet buch danach etwas fertig gern gerne gibt geschichte habe hat ich jemand kennst fand finde
        fande toll super klasse habt durch stil art liest suchen suchst begeistert mogen wollte will folgt
        kommt teil band gerade lieblings kennt lese lesen liebe lies magst mag mir mochte nach nachstes nachste nachster
        moechte naechste naechster naechstes naechsten uebrig schoenes hoerbuch
        noch roman suche titel uns was weiter welche welches welcher wie wenn aime aimer aimes apres autre autres avez
        avoir bouquin bouquins cherche chercher comme connais dans ensuite envie fini finir genre histoire il je lire
        lis livre lu lue meme moi nouveau nous quel quelle quelles quels chose tome suit vient pareil proposes lecture
        lecteur cherchons ressemble quelque quelquun que quoi sorte suite trouver trouve tu veux voudrais vous acabo
        algo alguien algun alguna algunos busco cual cuales como conoces conoce despues estilo gusta historia continuar
        cosa lectura viene parecen buscando busca buscamos interesa linea tipo he hay leer lei leo leyendo
        libro mismo nos novela otra otras otro otros podria podrias puedo quiero quisiera seguir siguiente sigue te
        terminar tras
        """
    )
    linking: frozenset[str] = (
        COMMON_WORDS.small
        | COMMON_WORDS.everyday
        | words_in(
            """
            should shall along already along anymore cause could does dont either ever gave hmm id ill itd its kind
            last lately might
            ok okay ones onto recently right same since so sort sth stuff than thats theres they thing things u ur vs
            well were whos wonder wondering wouldnt ya yall yeah youve author series title called named entitled
            published edition written writer line lines spirit similarly
            afterwards ecc etc usw appelle appelait crois llama llamaba heisst hiess irgendein fangt tanto tenia
            name namen nom nombre remember forgot forget
            both based beide beides sowohl basierend fuer koennen koennt koennte koenntest koennten ueber waere waeren
            wuerde wuerden zurueck aehnelt base basee basees basado basadas basados
            aber allem am an auch auf aus bei bin bist da dann das dass dein deine dem den der des die dies diese dieses
            dir doch du durch ein eine einem einen einer eines er es fur gab ganz gegen geht gelesene gerade haben hab
            hast hatte hatten hier ihr im in ins ist ja jetzt kann kannst kein keine konnen konnt neu neue neuen neues
            konnte konntest konnten lang letzte letzten letztes los mal man mehr mein meine meinem meinen meiner mich
            mit muss nachdem nicht nichts nun nur ob oder ohne richtung schon sehr sein seine sich sie sind so soll
            sollte sollten solche solches sonst tipp tipps ub uber um und unter viel vom von vor war ware waren warum
            weil wenns werde werden wer wir wird wirklich wo wurde wurden zu zum zur zuletzt autor autorin genau
            a ai ait alors as au aurais aussi aux avais avec beaucoup bien bon bonne bonjour car ce cela celui ces cest
            cet cette ceux chez ci d dans de depuis des deux dit dois dois doit donc donne donner du elle en encore es
            est et etait ete eu faire fait faut j jai juste l la le les leur lui ma mais mes mon m moi n ne nos notre on
            ont ou oui par pas peu peut peux plus pour pourquoi pourrais pourriez pourrait pres qu qui s sa salut
            sans se
            serait si sil son sont sous suis sur svp t ta te tes toi ton tout toute toutes tres un une vers viens vient
            y quand conseille auteur ressemble ressemblant proche tel tels
            a acaba acabe ahora al alguna ante antes aqui asi aunque bien buen buena buenas bueno buenos cada casi cosa
            cosas con contra cuando da dame de del desde dias dime donde e el ella ellas ellos en entre era es esa ese
            eso esta estaba estan este esto estos estoy fue ha haya hola hoy la las le les lo los mas mejor mi mis mucho
            muy nada ni no o para pero poco por porque pues puede puedes quien recien sea ser si sin sobre solo son soy
            su sus tambien tan tanto ti tiene tienes tengo todo todos un una unas uno unos va voy vez y ya yo favor
            ultimo ultima parece autora autores
            """
        )
    )
    before_title: frozenset[str] = words_in(
        """
        ressemble parecida parecido similaire semblable ahnlich ahnliches
        are is was were for sind waren war ist est sont etaient es son eran fue gerade termine acabo fini finir que
        after about called enjoy enjoyed entitled find finish finished finishing follow like liked liking love loved
        loves read reading recommend recommended resembling than titled to of on book novel sequel similar adored
        als beendet buch lese lies liebe mag mit mochte nach roman von wie zu zum gelesen lesen
        adore aime aimer apres comme de du livre lire lu roman
        como a con de encanta encanto gusta gusto lei leer leido leyendo libro novela tras
        """
    )
    of_book: frozenset[str] = words_in("book novel buch roman livre libro novela title titel titre titulo")
    joining: frozenset[str] = words_in(
        """
        and or und oder sowie et ou y e o u plus also then as nor both n auch sowohl beide ainsi meets crossed
        dann puis luego vs versus either neither entweder weder soit
        """
    )
    of_copy: frozenset[str] = words_in(
        """
        edition editions ed version reprint print printing paperback hardcover hardback ebook audiobook kindle published
        ausgabe auflage fassung taschenbuch hoerbuch horbuch erschienen poche broche relie parution edicion bolsillo
        tapa first paru parue publie publicado publicada veroffentlicht veroeffentlicht released copyright c anno
        jahr year
        """
    )
    before_author: frozenset[str] = words_in(
        "by von de du par por del written escrito ecrit geschrieben from of autor author"
    )
    volume: frozenset[str] = words_in(
        """
        book books vol volume part no number nr bd band teil buch tome tomo livre partie libro parte volumen
        numero pt bk bks ch n num nro t tom deel installment
        """
    )


QUESTION_WORDS = QuestionWords()
